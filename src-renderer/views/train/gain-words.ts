/** What the final report means, in words that are as plain when the method loses. */
import type { RunResult } from '@shared/domain/run'
import { signed } from '@shared/domain/signed-figure'
import { isDecided, overSourceOnly } from './over-source-only'

export interface GainWords {
  readonly tone: 'good' | 'warn' | 'bad' | 'info'
  readonly title: string
  readonly sentences: readonly string[]
  /** Points over source-only; null where it cannot be told. */
  readonly points: number | null
}

/** Of a run whose target labels stay shut. */
export const sealedWords: GainWords = {
  tone: 'info',
  title: 'Target accuracy is kept shut',
  sentences: [
    'No target label was read for this report. What is known are the label-free validators, and the accuracy on the source.',
    'To learn the target accuracy, run the same once more without keeping the labels shut.',
  ],
  points: null,
}

/** `lead` is the method the run is about; `label` its name. */
export function gainWords(result: RunResult, lead: string, label: string): GainWords {
  const own = result.summary[lead]
  const base = result.summary['source-only']
  if (!own || own.meanPct === null) {
    return {
      tone: 'info',
      title: 'Target accuracy cannot be measured',
      sentences: ['The target has no labels. What is known are the label-free validators, and the accuracy on the source.'],
      points: null,
    }
  }
  if (lead === 'source-only' || !base || base.meanPct === null) {
    return {
      tone: 'info',
      title: `${label}: ${own.meanPct.toFixed(1)} % on the target`,
      sentences: [
        lead === 'source-only'
          ? 'This is the figure every adaptation must beat.'
          : 'Without source-only beside it, a gain cannot be told. Run it with its references.',
      ],
      points: null,
    }
  }
  const points = own.meanPct - base.meanPct
  const differences = pairedDifferences(result, lead)
  const won = differences.filter((difference) => difference > 0).length
  const sentences = [`${own.meanPct.toFixed(1)} % against ${base.meanPct.toFixed(1)} % without adaptation.`]
  if (differences.length > 1) {
    sentences.push(
      `It gained in ${won} of ${differences.length} seeds, between ${signed(Math.min(...differences))} and ${signed(Math.max(...differences))} points.`,
    )
  } else sentences.push('One seed shows no spread: adversarial results vary by several points.')
  const oracle = result.summary['target-oracle']?.meanPct
  if (points > 0 && typeof oracle === 'number' && oracle > base.meanPct) {
    sentences.push(
      `That closes ${Math.round((100 * points) / (oracle - base.meanPct))} % of the gap to a network trained on target labels.`,
    )
  }
  const lost = base.sourceMeanPct - own.sourceMeanPct
  if (lost > 3) sentences.push(`On the source it is ${lost.toFixed(1)} points worse.`)
  const over = overSourceOnly(result, lead)
  const decided = over !== null && isDecided(over)
  if (!decided) {
    const why =
      over === null || over.halfPoints === null
        ? 'one seed has no interval.'
        : `the interval of the difference, ${signed(over.meanPoints)} ± ${over.halfPoints.toFixed(1)} points, includes 0.`
    return {
      tone: 'warn',
      title: `${label} is ${Math.abs(points).toFixed(1)} points ${points < 0 ? 'under' : 'over'} source-only, not decided`,
      sentences: [...sentences, `Not decided: ${why} More seeds would tell.`],
      points,
    }
  }
  if (points < 0) {
    return {
      tone: 'bad',
      title: `${label} is ${(-points).toFixed(1)} points worse than doing nothing`,
      sentences: [...sentences, 'This is negative transfer: keep source-only, or try a lower λ max.'],
      points,
    }
  }
  return { tone: 'good', title: `${label} gained ${points.toFixed(1)} points over source-only`, sentences, points }
}

/** Target accuracy minus source-only's, seed by seed, where both are known. */
function pairedDifferences(result: RunResult, lead: string): readonly number[] {
  const of = (method: string, seed: number): number | null =>
    result.runs.find((trial) => trial.method === method && trial.seed === seed)?.lastCheckpoint.targetAccuracyPct ?? null
  return result.runs
    .filter((trial) => trial.method === lead)
    .flatMap(({ seed }) => {
      const own = of(lead, seed)
      const base = of('source-only', seed)
      return own === null || base === null ? [] : [own - base]
    })
}
