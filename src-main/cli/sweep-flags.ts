/** The flags of `lab stream --sweep`, which of a single stream's go with them, and the plan they make. */
import { AppError } from '@shared/contract/failure'
import { type LabelShift, SweepPlan } from '@shared/domain/stream-sweep'
import { z } from 'zod'
import { type Flags, numberList, wholeNumber } from './flags'
import { parseShifts } from './shift-flags'

const labelShifts = z.string().transform((text, context) => {
  const values = text
    .split(',')
    .map((part): LabelShift => (part.trim() === 'mixed' ? null : part.trim() === '' ? Number.NaN : Number(part)))
  if (values.every((value) => value === null || (value >= 0.001 && value <= 1000))) return values
  context.addIssue({
    code: 'custom',
    message: `expected concentrations from 0.001 to 1000, or "mixed", separated by commas, got "${text}"`,
  })
  return z.NEVER
})

export const sweepFlags: Flags = {
  sweep: { help: 'every batch size under every label shift: where the method helps and where it breaks', schema: z.boolean().optional() },
  batches: { value: '1,4,…', help: 'of a sweep, default 1,4,16,64,200', schema: numberList.optional() },
  concentrations: { value: '0.1,mixed', help: 'label shifts of a sweep, default 0.01,0.1,1,10,mixed', schema: labelShifts.optional() },
  images: { value: 'N', help: 'of a sweep, at most so many images each stream, default 500', schema: wholeNumber(16, 100_000).optional() },
  seeds: { value: '0,1,2', help: 'of a sweep, default 0', schema: numberList.optional() },
}

/** What belongs to one stream alone, and what a sweep has in its place. */
const notOfSweeps = {
  protocol: 'A sweep resets the model at each shift.',
  batch: 'Give --batches 1,4,16.',
  concentration: 'Give --concentrations 0.1,mixed.',
  seed: 'Give --seeds 0,1,2.',
  order: 'Its orders are the label shifts: give --concentrations.',
  guard: 'A sweep shows where the method breaks without a guard.',
} as const

/** Throws `invalid-input` naming the flag that does not go with what is asked for. */
export function checkSweepFlags(values: Readonly<Record<string, unknown>>): void {
  if (values.sweep !== true) {
    const flag = ['batches', 'concentrations', 'images', 'seeds'].find((name) => values[name] !== undefined)
    if (flag === undefined) return
    throw new AppError('invalid-input', `--${flag} belongs to a sweep.`, 'Add --sweep, or leave it out.', `--${flag}`)
  }
  for (const [flag, hint] of Object.entries(notOfSweeps)) {
    if (values[flag] !== undefined) throw new AppError('invalid-input', `--${flag} is not for a sweep.`, hint, `--${flag}`)
  }
}

/** Throws `invalid-input` naming the flag whose value is not possible. */
export function sweepPlan(values: Readonly<Record<string, unknown>>): SweepPlan {
  const given = {
    method: values.method,
    settings: values.set,
    stacks: values.shift === undefined ? undefined : parseShifts(String(values.shift)).map((shift) => [shift]),
    batches: values.batches,
    labelShifts: values.concentrations,
    seeds: values.seeds,
    images: values.images,
    window: values.window,
  }
  const parsed = SweepPlan.safeParse(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new AppError(
    'invalid-input',
    `--${String(issue.path[0])}: ${issue.message}.`,
    'Up to twelve batch sizes from 1 to 1024, twelve concentrations and twenty seeds.',
    `--${String(issue.path[0])}`,
  )
}
