import { type SweepCell, SweepPlan, type SweepResult } from '@shared/domain/stream-sweep'
import { cellTone, sweepGrid } from '@shared/domain/sweep-grid'
import { describe, expect, it } from 'vitest'
import { sweepCsv } from './sweep-csv'
import { sweepHtml } from './sweep-html'

const cell = (batch: number, labelShift: number | null, gain: number): SweepCell => ({
  batch,
  labelShift,
  seeds: [0, 1],
  error: { mean: 40 - gain, halfWidth: 2 },
  sourceError: { mean: 40, halfWidth: 0 },
  gain: { mean: gain, halfWidth: 2 },
  collapsedPct: 0,
})

const sweep: SweepResult = {
  plan: SweepPlan.parse({
    method: 'tent',
    batches: [1, 64],
    labelShifts: [0.1, null],
    stacks: [[{ kind: 'rotation', severity: 3 }]],
    seeds: [0, 1],
  }),
  methodLabel: 'Tent <b>',
  images: 'source test images',
  cells: [cell(1, null, -30), cell(64, null, 20), cell(1, 0.1, 0)],
  findings: ['Tent breaks.'],
  ledger: { targetLabelReads: 0 },
}

describe('sweep documents', () => {
  it('sweep: the grid has well mixed classes on top, batches ascending, and null where nothing was streamed', () => {
    const { columns, rows } = sweepGrid(sweep)
    expect(columns).toEqual([1, 64])
    expect(rows.map(({ name, cells }) => [name, ...cells.map((one) => one?.gain.mean ?? null)])).toEqual([
      ['mixed', -30, 20],
      ['δ 0.1', 0, null],
    ])
  })

  it('sweep: a cell is tinted by what is won or lost, fully from forty points on', () => {
    expect(cellTone(cell(1, null, 20)).tone).toBe('better')
    expect(cellTone(cell(1, null, -50))).toEqual(cellTone(cell(1, null, -90)))
    expect(cellTone(cell(1, null, 0)).tone).toBe('same')
    expect(cellTone(null).tone).toBe('open')
  })

  it('sweep: the page carries every figure and escapes what was typed; the table has one row a cell', () => {
    const page = sweepHtml(sweep)
    expect(page).toContain('<b>70.0 ± 2.0 %</b><small>40.0 %</small>')
    expect(page).toContain('under rotation 3; seeds 0, 1.')
    expect(page).not.toContain('Tent <b>')
    expect(sweepCsv(sweep).trim().split('\n')).toEqual([
      'method,batch,concentration,seeds,error %,± 95 %,source model error %,"gained, points",± 95 % of it,collapsed batches %',
      'tent,1,mixed,0 1,70,2,40,-30,2,0',
      'tent,64,mixed,0 1,20,2,40,20,2,0',
      'tent,1,0.1,0 1,40,2,40,0,2,0',
    ])
  })
})
