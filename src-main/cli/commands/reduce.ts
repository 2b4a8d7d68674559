/** `lab reduce`: makes a trained model smaller, and says which domain pays. */
import { rmdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type ModelFigures, type ReducedModel, ReductionWay } from '@shared/domain/reduction'
import type { Overrides } from '@shared/domain/run'
import { z } from 'zod'
import { makeEmptyFolder } from '../../engine/data/make-empty-folder'
import { reduceModel } from '../../engine/service/reduce-model'
import { chooseTrial } from '../choose-trial'
import { type Command, exitCode } from '../command'
import { openEngine } from '../engine-session'
import { assignments } from '../flags'
import { formatDuration } from '../format-duration'
import { trialFlags } from '../trial-flags'

export const reduce: Command = {
  name: 'reduce',
  usage: '--run DIR --how prune|quantize|distil [--method ID] [--seed N] [--set key=value …] --out DIR',
  summary: 'Makes a trained model smaller, and says what each domain pays; the result can be reduced again.',
  maxPositionals: 0,
  flags: {
    run: { value: 'DIR', help: 'run folder, or the folder of a reduced model', schema: z.string() },
    how: { value: 'WAY', help: `${ReductionWay.options.join(', ')}`, schema: ReductionWay },
    ...trialFlags,
    set: { value: 'key=value', many: true, help: 'setting of the way, such as sparsity=0.8', schema: assignments.optional() },
    out: { value: 'DIR', help: 'folder for the reduced model; it opens wherever a run folder does', schema: z.string() },
  },
  async run({ values, output, interrupt }) {
    const out = resolve(String(values.out))
    await makeEmptyFolder(out)
    const engine = openEngine(output.note)
    const record = await engine.client.call('runs.open', { folder: String(values.run) })
    const trial = chooseTrial(record.trials, { method: values.method, seed: values.seed })
    const outcome = await reduceModel(
      engine.service.domains,
      {
        run: await engine.service.runs.find(record.id),
        trialId: trial.id,
        way: values.how as ReductionWay,
        settings: (values.set ?? {}) as Overrides,
        out,
      },
      {
        signal: interrupt,
        onProgress: ({ share, doing, secondsLeft }) => {
          const left = secondsLeft === null ? 'estimating time left' : `${formatDuration(secondsLeft)} left`
          output.progress(`${doing}: ${Math.round(100 * share)} %, ${left}`)
        },
        onPoint: ({ label, source, target }) => {
          const accuracy = target.accuracy === null ? 'sealed' : `${target.accuracy.pct.toFixed(1)} %`
          output.note(
            `${label}: source ${source.accuracy?.pct.toFixed(1)} %, target ${accuracy}, ${target.agreement.pct.toFixed(1)} % of its images keep their class`,
          )
        },
      },
    ).catch(async (error: unknown) => {
      // The folder was made to see whether it can be; nothing is in it.
      await rmdir(out).catch(() => undefined)
      throw error
    })
    const { before, after, verdict, points, history } = outcome.record
    output.result({ before: named(before), after: named(after), verdict, history, points, folder: out }, () =>
      describe(outcome.record, out),
    )
    await engine.close()
    return exitCode.done
  },
}

/** With accuracies under the names that a run's results have. */
function named(figures: ModelFigures) {
  const { source, target } = figures
  return { ...figures, sourceAccuracyPct: source.accuracy?.pct ?? null, targetAccuracyPct: target.accuracy?.pct ?? null }
}

function describe({ before, after, verdict, history }: ReducedModel, folder: string): string {
  const rows = [
    ['', 'before', 'after'],
    ['bytes', ...[before, after].map(({ bytes }) => bytes.toLocaleString('en'))],
    ...(['source', 'target'] as const).map((domain) => [
      domain,
      ...[before, after].map(({ [domain]: { accuracy } }) =>
        accuracy === null ? 'sealed' : `${accuracy.pct.toFixed(1)} % (${accuracy.lowPct.toFixed(1)} to ${accuracy.highPct.toFixed(1)})`,
      ),
    ]),
  ]
  const width = (column: number): number => Math.max(...rows.map((row) => row[column].length)) + 2
  const table = rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(width(column)))
        .join('')
        .trimEnd(),
    )
    .join('\n')
  return `${history[history.length - 1].summary}\n${table}\n${verdict}\n${folder}`
}
