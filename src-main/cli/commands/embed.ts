/** `lab embed`: features of a trained model → t-SNE, from its last checkpoint. Target classes are sealed, so they are null. */
import { resolve } from 'node:path'
import { z } from 'zod'
import { embedFeatures } from '../../engine/analysis/embed-features'
import { alignmentMeasures } from '../../engine/analysis/measures/alignment-measures'
import { rowsOf } from '../../engine/analysis/measures/domain-points'
import { sourceVote } from '../../engine/analysis/measures/source-vote'
import { detectSwaps, type SwapFindings } from '../../engine/analysis/measures/swap-detector'
import { nearestNeighbours } from '../../engine/analysis/nearest-neighbours'
import { sourceOnlyId } from '../../engine/evaluation/plan-trials'
import { suspicionWords } from '../../engine/reporting/alignment-table'
import { openBundledCrew } from '../../engine/service/bundled-threads'
import { classesOf } from '../../engine/service/map-points'
import { writeFileAtomic } from '../../storage/atomic-file'
import { writingTo } from '../../storage/unwritable'
import { chooseTrial } from '../choose-trial'
import { type Command, exitCode } from '../command'
import { openEngine } from '../engine-session'
import { wholeNumber } from '../flags'
import { stability, stabilityWords } from '../stability'
import { trialFlags } from '../trial-flags'

export const embed: Command = {
  name: 'embed',
  usage: '--run DIR [--method ID] [--seed N] [--perplexity N] --out FILE',
  summary: 'Lays out the features of a run with t-SNE, measures how its domains lie, and writes points with domain, class and image.',
  maxPositionals: 0,
  flags: {
    run: { value: 'DIR', help: 'run folder, as given to --out of lab run', schema: z.string() },
    ...trialFlags,
    perplexity: { value: 'N', help: 'default 30', schema: wholeNumber(2, 500).optional() },
    out: { value: 'FILE', help: 'JSON file to write', schema: z.string() },
  },
  async run({ values, output, interrupt }) {
    const engine = openEngine(output.note)
    const record = await engine.client.call('runs.open', { folder: String(values.run) })
    const trial = chooseTrial(record.trials, { method: values.method, seed: values.seed })
    const { features, points, predictions } = await engine.service.openFeatures(record.id, trial.id, interrupt)
    const crew = openBundledCrew()
    const layout = await embedFeatures({
      ...features,
      perplexity: (values.perplexity as number | undefined) ?? 30,
      seed: trial.seed,
      agreement: 'measured',
      crew,
      signal: interrupt,
      onProgress: ({ share }) => output.progress(`t-SNE: ${Math.round(100 * share)} %`),
    }).finally(crew.close)
    const classOf = classesOf(points, predictions)
    const classes = points.classNames.length
    const measured = { ...features, domain: points.domain, classOf }
    const measures = alignmentMeasures(measured, {
      neighbours: nearestNeighbours({ ...features, k: Math.min(16, features.count - 1) }),
      classes,
      seed: trial.seed,
    })
    const plain = record.trials.find(
      (one) => one.method === sourceOnlyId && one.seed === trial.seed && one.id !== trial.id && one.checkpointEpoch > 0,
    )
    const reference = plain && (await engine.service.openFeatures(record.id, plain.id, interrupt)).predictions.prediction
    const beside = sourceVote(measured, classes)
    const targets = rowsOf(points.domain, 1)
    const swaps =
      reference &&
      detectSwaps({
        beside: Int32Array.from(targets, (row) => beside[row]),
        reference: Int32Array.from(targets, (row) => reference[row]),
        classes,
        seed: trial.seed,
      })
    const file = resolve(String(values.out))
    const rows = Array.from(points.domain, (domain, index) => ({
      x: layout.positions[2 * index],
      y: layout.positions[2 * index + 1],
      domain: domain === 0 ? 'source' : 'target',
      class: domain === 0 ? points.classNames[points.sourceClass[index]] : null,
      prediction: points.classNames[predictions.prediction[index]],
      confidence: predictions.confidence[index],
      image: points.imageIndex[index],
    }))
    const text = `${JSON.stringify({ run: record.folder, trial: trial.id, points: rows })}\n`
    await writingTo(file, '--out', () => writeFileAtomic(file, text))
    output.result(
      { points: rows.length, ...stability(layout), measures, swaps: swaps ?? null, file },
      () => `${rows.length} points, ${stabilityWords(layout)}: ${file}${swaps ? `\n${swapWords(swaps, points.classNames)}` : ''}`,
    )
    return exitCode.done
  },
}

function swapWords({ suspicions }: SwapFindings, names: readonly string[]): string {
  if (suspicions.length === 0) return 'No swap of classes is suspected, against the source-only model.'
  return suspicions.map((one) => `Alarm: ${suspicionWords(one, names)}.`).join('\n')
}
