import { describe, expect, it } from 'vitest'
import { parseFlags } from './flags'
import { checkSweepFlags, sweepFlags, sweepPlan } from './sweep-flags'

const parse = (...args: string[]) => parseFlags(args, { flags: sweepFlags, maxPositionals: 0 }).values

describe('sweep flags', () => {
  it('sweep flags: batch sizes, concentrations with "mixed", images and seeds become the plan; each shift is a stack of its own', () => {
    const values = parse('--sweep', '--batches', '1,64', '--concentrations', '0.1,mixed', '--images', '200', '--seeds', '0,1')
    expect(sweepPlan({ ...values, method: 'tent', shift: 'rotation:3,jpeg:1' })).toMatchObject({
      method: 'tent',
      batches: [1, 64],
      labelShifts: [0.1, null],
      images: 200,
      seeds: [0, 1],
      stacks: [[{ kind: 'rotation', severity: 3 }], [{ kind: 'jpeg', severity: 1 }]],
    })
    expect(sweepPlan({ method: 'tent' })).toMatchObject({ batches: [1, 4, 16, 64, 200], labelShifts: [0.01, 0.1, 1, 10, null] })
  })

  it('sweep flags: what belongs to a sweep alone, or to one stream alone, is refused with its remedy', () => {
    expect(() => checkSweepFlags({ batches: [1] })).toThrow('--batches belongs to a sweep.')
    expect(() => checkSweepFlags({ sweep: true, batch: 8 })).toThrow('--batch is not for a sweep.')
    expect(() => checkSweepFlags({ batch: 8 })).not.toThrow()
    expect(() => parse('--concentrations', '0.1,some')).toThrow('or "mixed"')
    expect(() => sweepPlan({ method: 'tent', batches: [0] })).toThrow('--batches')
  })
})
