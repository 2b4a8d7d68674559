/** `lab embed`: features of a trained model → t-SNE, from its last checkpoint. Target classes are sealed, so they are null. */
import { resolve } from 'node:path'
import { AppError } from '@shared/contract/failure'
import { z } from 'zod'
import { embedFeatures } from '../../engine/analysis/embed-features'
import { writeFileAtomic } from '../../storage/atomic-file'
import { type Command, exitCode } from '../command'
import { openEngine } from '../engine-session'
import { wholeNumber } from '../flags'

export const embed: Command = {
  name: 'embed',
  usage: '--run DIR [--method ID] [--seed N] [--perplexity N] --out FILE',
  summary: 'Lays out the features of a run with t-SNE and writes points with domain, class and image.',
  maxPositionals: 0,
  flags: {
    run: { value: 'DIR', help: 'run folder, as given to --out of lab run', schema: z.string() },
    method: {
      value: 'ID',
      help: 'which method, where the run holds several; default the first that adapts',
      schema: z.string().optional(),
    },
    seed: {
      value: 'N',
      help: 'which seed, where the run holds several; default the first',
      schema: wholeNumber(0, 2_147_483_647).optional(),
    },
    perplexity: { value: 'N', help: 'default 30', schema: wholeNumber(2, 500).optional() },
    out: { value: 'FILE', help: 'JSON file to write', schema: z.string() },
  },
  async run({ values, output, interrupt }) {
    const engine = openEngine(output.note)
    const record = await engine.client.call('runs.open', { folder: String(values.run) })
    const trial = chooseTrial(record.trials, values)
    const { features, points } = await engine.service.openFeatures(record.id, trial.id, interrupt)
    const layout = await embedFeatures({
      ...features,
      perplexity: (values.perplexity as number | undefined) ?? 30,
      seed: trial.seed,
      signal: interrupt,
      onProgress: ({ share }) => output.progress(`t-SNE: ${Math.round(100 * share)} %`),
    })
    const file = resolve(String(values.out))
    const rows = Array.from(points.domain, (domain, index) => ({
      x: layout.positions[2 * index],
      y: layout.positions[2 * index + 1],
      domain: domain === 0 ? 'source' : 'target',
      class: domain === 0 ? points.classNames[points.sourceClass[index]] : null,
      image: points.imageIndex[index],
    }))
    await writeFileAtomic(file, `${JSON.stringify({ run: record.folder, trial: trial.id, points: rows })}\n`)
    const result = { points: rows.length, kl: layout.kl, trustworthiness: layout.trustworthiness, seconds: layout.seconds, file }
    output.result(
      result,
      () =>
        `${rows.length} points, KL ${layout.kl.toFixed(3)}, trustworthiness ${layout.trustworthiness.toFixed(3)}, ${layout.seconds.toFixed(1)} s: ${file}`,
    )
    return exitCode.done
  },
}

type Trials = readonly { readonly id: string; readonly method: string; readonly seed: number; readonly checkpointEpoch: number }[]

function chooseTrial(trials: Trials, values: Readonly<Record<string, unknown>>): Trials[number] {
  const fits = trials.filter(
    (trial) => (values.method === undefined || trial.method === values.method) && (values.seed === undefined || trial.seed === values.seed),
  )
  const references = ['source-only', 'target-oracle']
  const chosen = fits.find((trial) => !references.includes(trial.method)) ?? fits[0]
  if (chosen === undefined) {
    const held = trials.map((trial) => `${trial.method} seed ${trial.seed}`).join(', ')
    throw new AppError(
      'not-found',
      'This run has no such trial.',
      `It holds: ${held}.`,
      values.method === undefined ? '--seed' : '--method',
    )
  }
  return chosen
}
