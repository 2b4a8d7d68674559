/** From the finished runs of a campaign to figures with intervals, and to what came of it all. */
import type { Campaign, Variant, VariantOutcome } from '@shared/domain/campaign'
import type { MetricPoint, RunResult } from '@shared/domain/run'
import { tInterval } from '@shared/domain/t-interval'
import { comparePaired } from '../../evaluation/paired-comparison'
import { baseId } from './plan-ablation'
import { roundsOf, scoreOf } from './plan-search'

/** What a variant reached with one seed. */
export interface SeedFigures {
  readonly seed: number
  readonly sourcePct: number
  readonly objective: number
  readonly seconds: number
}

export function figuresOf({ runs }: RunResult, objective: string): SeedFigures[] {
  return runs.map(({ seed, lastCheckpoint, validators, seconds }) => ({
    seed,
    sourcePct: lastCheckpoint.sourceAccuracyPct,
    objective: validators[objective],
    seconds,
  }))
}

/**
 * The checkpoint with the lowest loss on one half of the held-out source, in place of the last one, from the metrics of the base's trials.
 * Both are judged on the other half: the images that chose a checkpoint speak for it. The last checkpoint stands where a trial has no
 * figures by halves.
 */
export function stoppedEarly(
  last: readonly SeedFigures[],
  metricsOf: (seed: number) => readonly MetricPoint[],
  objective: string,
): { readonly stopped: SeedFigures[]; readonly last: SeedFigures[] } {
  const pairs = last.map((figures) => {
    const metrics = metricsOf(figures.seed)
    const losses = metrics.filter(({ name, epoch }) => name === 'sourceChoiceLoss' && epoch > 0)
    if (losses.length === 0) return { stopped: figures, last: figures }
    const at = (epoch: number, name: string): number | undefined =>
      metrics.find((point) => point.name === name && point.epoch === epoch)?.value
    const judged = (epoch: number): SeedFigures => ({
      ...figures,
      sourcePct: at(epoch, 'sourceJudgedAccuracyPct') ?? figures.sourcePct,
      objective: at(epoch, `validator.${objective}`) ?? figures.objective,
    })
    const best = losses.reduce((one, point) => (point.value < one.value ? point : one))
    return { stopped: { ...judged(best.epoch), seconds: 0 }, last: judged(losses[losses.length - 1].epoch) }
  })
  return { stopped: pairs.map(({ stopped }) => stopped), last: pairs.map((pair) => pair.last) }
}

/** `against`: figures of what it is compared with, on the same seeds. */
export function judgeVariant(own: readonly SeedFigures[], against: readonly SeedFigures[] | null): VariantOutcome {
  const gainIn = (name: 'sourcePct' | 'objective') => {
    const over = against && comparePaired(own.map(valueIn(name)), against.map(valueIn(name)))
    return over && { mean: over.mean, halfWidth: over.halfWidth }
  }
  return {
    seeds: own.length,
    sourcePct: interval(own.map(({ sourcePct }) => sourcePct)),
    objective: interval(own.map(({ objective }) => objective)),
    gain: gainIn('sourcePct'),
    objectiveGain: gainIn('objective'),
    seconds: own.reduce((sum, { seconds }) => sum + seconds, 0),
  }
}

const valueIn = (name: 'sourcePct' | 'objective') => (figures: SeedFigures) => ({ seed: figures.seed, value: figures[name] })

function interval(values: readonly number[]): VariantOutcome['sourcePct'] {
  const { mean, halfWidth } = tInterval(values)
  return { mean, halfWidth }
}

/** The best variant and a sentence about it. In an ablation a gain counts where its interval leaves out zero. */
export function concludeCampaign({
  plan,
  variants,
  base,
  objective,
}: Pick<Campaign, 'plan' | 'variants' | 'base' | 'objective'>): Pick<Campaign, 'conclusion' | 'best'> {
  const done = variants.filter(({ status, outcome }) => status === 'done' && outcome !== null)
  if (plan.kind === 'search') {
    const last = done.filter(({ rung }) => rung === roundsOf(plan) - 1)
    const [best] = [...last].sort((a, b) => scoreOf(b) - scoreOf(a))
    if (best === undefined) return { conclusion: 'No trial came to its end.', best: null }
    return {
      conclusion: `${capital(best.label)} scores best by ${objective} (${scoreOf(best).toPrecision(3).replace('-', '−')}) of ${plan.trials} trials: ${valuesInWords(best)}. No target label was used.`,
      best: { variant: best.id, change: best.change },
    }
  }
  const sure = done.filter(
    ({ outcome, id }) => id !== baseId && outcome?.gain && outcome.gain.mean > (outcome.gain.halfWidth ?? Number.POSITIVE_INFINITY),
  )
  const useful = sure.filter(({ factor }) => factor !== 'early-stopping' && factor !== 'more-data').sort((a, b) => gainOf(b) - gainOf(a))
  const half = done.find(({ factor }) => factor === 'more-data')
  const promise =
    half?.outcome?.gain && -half.outcome.gain.mean > (half.outcome.gain.halfWidth ?? Number.POSITIVE_INFINITY)
      ? ` Half the data costs ${(-half.outcome.gain.mean).toFixed(1)} points, so more data would help.`
      : ''
  if (useful.length === 0) {
    return {
      conclusion: `No switch gains on held-out source images beyond its interval over ${base.seeds.length} ${base.seeds.length === 1 ? 'seed' : 'seeds'}.${promise}`,
      best: null,
    }
  }
  const list = useful.map((variant) => `${variant.label.replace(/^\+ /, '')} (+${gainOf(variant).toFixed(1)})`).join(', ')
  return {
    conclusion: `Gains beyond their intervals, in points of held-out source accuracy: ${list}.${promise}`,
    best: { variant: useful[0].id, change: useful[0].change },
  }
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

const gainOf = ({ outcome }: Variant): number => outcome?.gain?.mean ?? 0

const valuesInWords = ({ values }: Variant): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
