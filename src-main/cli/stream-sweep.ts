/** `lab stream --sweep`: a method over batch sizes and label shifts, resumable, as JSON, a page and a table. */
import { join, resolve } from 'node:path'
import type { RunRecord, Trial } from '@shared/domain/run'
import type { SweepResult } from '@shared/domain/stream-sweep'
import { sweepGrid } from '@shared/domain/sweep-grid'
import { sweepThrough } from '../engine/service/sweep-service'
import { writeFileAtomic } from '../storage/atomic-file'
import { makeFolder } from '../storage/make-folder'
import { RunFolder } from '../storage/run-folder'
import { writingTo } from '../storage/unwritable'
import type { CommandContext } from './command'
import type { EngineSession } from './engine-session'
import { formatDuration } from './format-duration'
import { sweepPlan } from './sweep-flags'
import { alignRows } from './text-table'

export interface SweepTarget {
  readonly engine: EngineSession
  readonly record: RunRecord
  readonly trial: Trial
}

/** Streams what is missing and writes page, table and JSON into `--out`. Throws `cancelled` when interrupted; finished streams are kept. */
export async function sweep({ engine, record, trial }: SweepTarget, { values, output, interrupt }: CommandContext): Promise<void> {
  const plan = sweepPlan(values)
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

function describe(result: SweepResult): string {
  const { columns, rows } = sweepGrid(result)
  const table = [
    ['error % (source model)', ...columns.map((batch) => `batch ${batch}`)],
    ...rows.map(({ name, cells }) => [
      name,
      ...cells.map((cell) => (cell === null ? '–' : `${cell.error.mean.toFixed(1)} (${cell.sourceError.mean.toFixed(1)})`)),
    ]),
  ]
  return [...alignRows(table), '', ...result.findings].join('\n')
}
