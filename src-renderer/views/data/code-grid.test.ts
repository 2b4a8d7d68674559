import { writeCodeRows } from '@shared/domain/parse-code-table'
import { describe, expect, it } from 'vitest'
import { readGrid, renamed, withAttribute, withCell, withoutAttribute } from './code-grid'

const text = 'class,round,filled\nbars,0,1\ndots,1,'

describe('code grid', () => {
  it('code grid: a CSV text and back, with a row for every class that has none', () => {
    const grid = readGrid(text, ['bars', 'frames'])
    expect(grid.rows.map(({ name }) => name)).toEqual(['bars', 'dots', 'frames'])
    expect(writeCodeRows(grid)).toBe('class,round,filled\nbars,0,1\ndots,1,\nframes,0,0')
  })
  it('code grid: a cell changes, and nothing beside it', () => {
    const grid = withCell(readGrid(text, []), { row: 1, column: 1 }, '0.5')
    expect(writeCodeRows(grid)).toBe('class,round,filled\nbars,0,1\ndots,1,0.5')
  })
  it('code grid: attributes are added under a name of their own, renamed and taken out', () => {
    const more = withAttribute(renamed(readGrid(text, []), 0, 'attribute 3'))
    expect(more.attributes).toEqual(['attribute 3', 'filled', 'attribute 4'])
    expect(more.rows[0]?.cells).toEqual(['0', '1', '0'])
    expect(writeCodeRows(withoutAttribute(more, 1))).toBe('class,attribute 3,attribute 4\nbars,0,0\ndots,1,0')
  })
})
