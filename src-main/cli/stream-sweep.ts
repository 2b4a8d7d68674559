/** `lab stream --sweep`: a method over batch sizes and label shifts, resumable, as JSON, a page and a table. */
import { join, resolve } from 'node:path'
import { AppError } from '@shared/contract/failure'
import type { RunRecord, Trial } from '@shared/domain/run'
import { type LabelShift, SweepPlan, type SweepResult } from '@shared/domain/stream-sweep'
import { sweepGrid } from '@shared/domain/sweep-grid'
import { z } from 'zod'
import { sweepThrough } from '../engine/service/sweep-service'
import { writeFileAtomic } from '../storage/atomic-file'
import { makeFolder } from '../storage/make-folder'
import { RunFolder } from '../storage/run-folder'
import { writingTo } from '../storage/unwritable'
import type { CommandContext } from './command'
import type { EngineSession } from './engine-session'
import { type Flags, numberList, wholeNumber } from './flags'
import { formatDuration } from './format-duration'
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

export interface SweepTarget {
  readonly engine: EngineSession
  readonly record: RunRecord
  readonly trial: Trial
}

/** Streams what is missing and writes page, table and JSON into `--out`. Throws `cancelled` when interrupted; finished streams are kept. */
export async function sweep({ engine, record, trial }: SweepTarget, { values, output, interrupt }: CommandContext): Promise<void> {
  const plan = planOf(values)
  const out = values.out === undefined ? null : resolve(String(values.out))
  if (out !== null) await writingTo(out, 'out', () => makeFolder(out))
  const run = await engine.service.runs.find(record.id)
  const linesFile = out === null ? new RunFolder(run.record.folder).trial(trial.id).sweepsFile : join(out, 'sweep.jsonl')
  const data = values.data === undefined ? null : resolve(String(values.data))
  const result = await sweepThrough(
    engine.service.domains,
    { run, trialId: trial.id, data, plan, linesFile },
    {
      signal: interrupt,
      onProgress: ({ done, total, secondsLeft }) =>
        output.progress(
          `stream ${done} of ${total}, ${secondsLeft === null ? 'estimating time left' : `about ${formatDuration(secondsLeft)} left`}`,
        ),
    },
  )
  if (out !== null) {
    for (const format of ['html', 'csv'] as const) {
      const { text } = await engine.client.call('stream.sweepDocument', { sweep: result, format })
      await writeFileAtomic(join(out, `sweep.${format}`), text)
    }
    await writeFileAtomic(join(out, 'sweep.json'), `${JSON.stringify(result, null, 2)}\n`)
  }
  output.result(result, () => describe(result))
}

function planOf(values: Readonly<Record<string, unknown>>): SweepPlan {
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

function describe(result: SweepResult): string {
  const { columns, rows } = sweepGrid(result)
  const table = [
    ['error % (source model)', ...columns.map((batch) => `batch ${batch}`)],
    ...rows.map(({ name, cells }) => [
      name,
      ...cells.map((cell) => (cell === null ? '–' : `${cell.error.mean.toFixed(1)} (${cell.sourceError.mean.toFixed(1)})`)),
    ]),
  ]
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)))
  return [
    ...table.map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    ),
    '',
    ...result.findings,
  ].join('\n')
}
