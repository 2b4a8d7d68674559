import type { LabelShift, SweepLine } from '@shared/domain/stream-sweep'
import { describe, expect, it } from 'vitest'
import { sweepFindings, sweepMap } from './sweep-result'

const line = (batch: number, labelShift: LabelShift, seed: number, errorPct: number): SweepLine => ({
  key: 'k',
  batch,
  labelShift,
  seed,
  images: 100,
  errorPct,
  sourceErrorPct: 40,
  collapsedPct: 0,
  seconds: 1,
})

const plan = { batches: [64, 4], labelShifts: [null, 0.1] }

describe('sweep result', () => {
  it('sweep: a cell is the mean over its seeds with a paired gain, smallest batch first, and unfinished cells are left out', () => {
    const cells = sweepMap(plan, [line(64, null, 0, 20), line(64, null, 1, 22), line(4, 0.1, 0, 90)])
    expect(cells.map(({ batch, labelShift, seeds }) => [batch, labelShift, seeds])).toEqual([
      [4, 0.1, [0]],
      [64, null, [0, 1]],
    ])
    expect(cells[1]).toMatchObject({ error: { mean: 21 }, sourceError: { mean: 40, halfWidth: 0 }, gain: { mean: 19 } })
    expect(cells[1]?.gain.halfWidth).toBeCloseTo(12.706, 2)
    expect(cells[0]?.gain).toEqual({ mean: -50, halfWidth: null })
  })

  it('sweep: words count better and worse cells and name where the method breaks, along both edges', () => {
    const cells = sweepMap(plan, [line(64, null, 0, 10), line(4, null, 0, 45), line(64, 0.1, 0, 60), line(4, 0.1, 0, 90)])
    expect(sweepFindings('Tent', cells)).toEqual([
      'Tent is better than the source model in 1 of 4 cells, as good in 0 and worse in 3.',
      'Most gained: batch 64, classes mixed: error 10.0 % against 40.0 %.',
      'Most lost: batch 4, δ 0.1: error 90.0 % against 40.0 %.',
      'With classes mixed Tent does no harm down to batch 64 and breaks at 4.',
      'At batch 64 it does no harm down to classes mixed and breaks at δ 0.1.',
    ])
    expect(sweepFindings('Tent', [])).toEqual([])
  })
})
