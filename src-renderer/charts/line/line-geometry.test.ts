import { describe, expect, test } from 'vitest'
import { placeEndLabels } from './end-labels'
import { chartMargins, formatNumber, lineGeometry, seriesPaths, tickText } from './line-geometry'
import type { LineChartData, LineSeries } from './line-series'

const size = { width: 400, height: 200, scale: 1 }
const series = (id: string, until: number, value: number): LineSeries => ({
  id,
  label: id,
  x: [0, until],
  y: [0, value],
  tone: 'focus',
})
const chart = (...lines: LineSeries[]): LineChartData => ({
  x: { domain: [0, 10], name: 'epochs', whole: true },
  y: { domain: [0, 100], ticks: [0, 50, 100], unit: '%' },
  series: lines,
})

describe('line geometry', () => {
  test('the unit stands on the top tick only', () => {
    const axis = chart().y
    expect(axis.ticks.map((tick) => tickText(axis, tick))).toEqual(['0', '50', '100 %'])
  })

  test('a line that ends early keeps the narrow margin, a finished one leaves room for its label', () => {
    expect(chartMargins(chart(series('Source', 3, 90)), size).right).toBe(14)
    expect(chartMargins(chart(series('Source', 10, 90)), size).right).toBeGreaterThan(60)
  })

  test('the right margin grows without a jump while the line nears the end', () => {
    let before = chartMargins(chart(series('Source', 5, 90)), size).right
    for (let epoch = 5.1; epoch <= 10; epoch += 0.1) {
      const now = chartMargins(chart(series('Source', epoch, 90)), size).right
      expect(now - before).toBeGreaterThanOrEqual(-1e-9)
      expect(now - before).toBeLessThan(8)
      before = now
    }
  })

  test('epoch ticks are whole numbers', () => {
    const data = { ...chart(), x: { domain: [0, 3] as const, name: 'epochs', whole: true } }
    expect(lineGeometry(data, size).xTicks).toEqual([0, 1, 2, 3])
  })

  test('the scale puts the ends of the domain at the ends of the plot', () => {
    const geometry = lineGeometry(chart(), size)
    expect(geometry.x(0)).toBe(geometry.margins.left)
    expect(geometry.x(10)).toBeCloseTo(400 - geometry.margins.right)
    expect(geometry.y(100)).toBe(geometry.margins.top)
    expect(geometry.y(0)).toBeCloseTo(200 - geometry.margins.bottom)
  })

  test('a smoothed series keeps its raw line, others have none', () => {
    const geometry = lineGeometry(chart(), size)
    expect(seriesPaths({ ...series('a', 5, 50), smoothSpan: 10 }, geometry).raw).not.toBeNull()
    expect(seriesPaths(series('a', 5, 50), geometry).raw).toBeNull()
  })

  test('a value that is not a number breaks the line instead of drawing to nowhere', () => {
    const geometry = lineGeometry(chart(), size)
    const path = seriesPaths({ ...series('a', 5, 50), x: [0, 1, 2, 3], y: [1, Number.NaN, 3, 4] }, geometry).line
    expect(path).not.toContain('NaN')
    expect(path.match(/M/g)).toHaveLength(2)
  })

  test('a label moves off another line that runs on behind it', () => {
    const data = chart({ ...series('Source', 5, 90), y: [90, 90] }, { ...series('seed 0', 10, 90), y: [90, 90], nameOnly: true })
    const geometry = lineGeometry(data, size)
    const label = placeEndLabels(data, geometry).find((placed) => placed.id === 'Source')
    expect(Math.abs((label?.y ?? 0) - geometry.y(90))).toBeGreaterThan(geometry.labelPx * 0.6)
  })

  test('numbers are short and keep their magnitude', () => {
    expect([0, 0.0471, 0.713, 12.34, 3120, 0.00004].map(formatNumber)).toEqual(['0', '0.047', '0.71', '12.3', '3,120', '4.0e-5'])
  })
})
