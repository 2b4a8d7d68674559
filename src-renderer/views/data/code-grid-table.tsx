/** The attributes of the classes as a table of cells: typed, switched with the space bar, walked through with the arrows. */
import { type KeyboardEvent, useRef } from 'react'
import { Button, IconButton } from '../../ui/button'
import { type CodeGrid, renamed, withAttribute, withCell, withoutAttribute } from './code-grid'
import styles from './codes-dialog.module.css'

export interface CodeGridTableProps {
  readonly grid: CodeGrid
  readonly onChange: (grid: CodeGrid) => void
}

/** Row and column steps by arrow key. */
const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

export function CodeGridTable({ grid, onChange }: CodeGridTableProps) {
  const table = useRef<HTMLTableElement>(null)
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>, row: number, column: number): void => {
    const step = steps[event.key]
    if (step) {
      event.preventDefault()
      table.current?.querySelector<HTMLInputElement>(`[data-at="${row + step[0]},${column + step[1]}"]`)?.select()
    } else if (event.key === ' ') {
      event.preventDefault()
      onChange(withCell(grid, { row, column }, Number(grid.rows[row]?.cells[column]) > 0 ? '0' : '1'))
    }
  }
  return (
    <div className={styles.grid}>
      <table ref={table}>
        <thead>
          <tr>
            <th scope="col">class</th>
            {grid.attributes.map((name, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a name is edited while its column stays
              <th key={column} scope="col">
                <span className={styles.attribute}>
                  <input
                    aria-label={`Name of attribute ${column + 1}`}
                    value={name}
                    onChange={(event) => onChange(renamed(grid, column, event.target.value))}
                  />
                  <IconButton size="s" icon="trash" label={`Take out ${name}`} onClick={() => onChange(withoutAttribute(grid, column))} />
                </span>
              </th>
            ))}
            <td>
              <Button size="s" icon="plus" onClick={() => onChange(withAttribute(grid))}>
                Attribute
              </Button>
            </td>
          </tr>
        </thead>
        <tbody>
          {grid.rows.map(({ name, cells }, row) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its column
                <td key={column}>
                  <input
                    className={styles.cell}
                    aria-label={`${name}, ${grid.attributes[column]}`}
                    inputMode="decimal"
                    data-at={`${row},${column}`}
                    data-has={Number(cell) > 0 || undefined}
                    value={cell}
                    onFocus={(event) => event.target.select()}
                    onKeyDown={(event) => onKeyDown(event, row, column)}
                    onChange={(event) => onChange(withCell(grid, { row, column }, event.target.value))}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
