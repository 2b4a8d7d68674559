/** Finished runs side by side: intervals, paired tests, accuracy by class, cost, and the recommendation without labels. */
import { AppError } from '@shared/contract/failure'
import type { ComparedMethod, Comparison } from '@shared/domain/comparison'
import type { RunRecord, RunResult, TrialResult } from '@shared/domain/run'
import type { CheckpointChoice } from '@shared/domain/scored-checkpoint'
import { tInterval } from '@shared/domain/t-interval'
import { targetFigureOf } from '@shared/domain/target-figure'
import { chooseCheckpoint } from './choose-checkpoint'
import { recallPerClass } from './confusion'
import { comparePaired, type SeedFigure } from './paired-comparison'
import { sourceOnlyId, targetOracleId } from './plan-trials'
import { recommend } from './recommend'
import type { Validator } from './validators/validator'

export interface FinishedRun {
  readonly record: RunRecord
  readonly result: RunResult
}

export interface CompareOptions {
  /** Label of a method by id. */
  readonly labelOf: (method: string) => string
  /** Whether a method is to recognise classes that it was not trained on. */
  readonly meetsNewClasses: (method: string) => boolean
  readonly validators: readonly Pick<Validator, 'id' | 'label'>[]
}

/** Throws `invalid-input` when the runs are not on the same images: their difference would not be the method's. */
export function compareRuns(runs: readonly FinishedRun[], { labelOf, meetsNewClasses, validators }: CompareOptions): Comparison {
  checkSameImages(runs.map(({ record }) => record))
  const baselines = runs.map((run) => trialsOf(run, sourceOnlyId).filter((trial) => targetFigureOf(trial) !== null))
  const firstBaseline = baselines.find((trials) => trials.length > 0) ?? []
  const entries = runs.flatMap((run, index) => {
    const baseline = baselines[index].length > 0 ? baselines[index] : firstBaseline
    return Object.keys(run.result.summary).map((method) => ({
      method: describe(run, method, baseline),
      figures: targetFigures(trialsOf(run, method)),
    }))
  })
  entries.sort((a, b) => (b.method.target?.mean ?? 0) - (a.method.target?.mean ?? 0))
  const asked = entries.filter(({ method }) => method.method !== sourceOnlyId && method.method !== targetOracleId)
  const pairs = asked.flatMap((a, index) =>
    asked.slice(index + 1).flatMap((b) => {
      const paired = comparePaired(a.figures, b.figures)
      return paired === null ? [] : [{ ...paired, seeds: [...paired.seeds], a: a.method.id, b: b.method.id }]
    }),
  )
  const methods = entries.map(({ method }) => method)
  const candidates = methods
    .filter(({ method }) => method !== targetOracleId)
    .filter((one, index, all) => one.method !== sourceOnlyId || all.findIndex(({ method }) => method === sourceOnlyId) === index)
    .map((one) => ({
      id: one.id,
      label: nameOf(one, methods, labelOf),
      seeds: one.seeds.length,
      newClasses: meetsNewClasses(one.method),
      validators: one.validators,
      targetMeanPct: one.target?.mean ?? null,
    }))
  const trials = runs.flatMap((run) => run.result.runs.map((trial) => ({ of: idOf(run, trial.method), trial })))
  return {
    classNames: [...runs[0].record.classNames],
    methods,
    pairs,
    recommendation: recommend(candidates, validators),
    checkpoints: candidates
      .filter(({ newClasses }) => !newClasses)
      .flatMap(({ id }) => trials.filter(({ of }) => of === id).flatMap(({ of, trial }) => checkpointOf(of, trial, validators))),
  }
}

const idOf = ({ record }: FinishedRun, method: string): string => `${record.id}/${method}`

/** Nothing for trials of earlier versions, which kept no scores but the last. */
function checkpointOf(
  of: string,
  { seed, checkpoints, target }: TrialResult,
  validators: CompareOptions['validators'],
): CheckpointChoice[] {
  if (checkpoints === undefined) return []
  return [{ of, seed, ...chooseCheckpoint({ scores: checkpoints, accuraciesPct: target?.checkpointsPct ?? null }, validators) }]
}

/** The label, with the run's name where two runs have the method. */
function nameOf(one: ComparedMethod, all: readonly ComparedMethod[], labelOf: (method: string) => string): string {
  const label = labelOf(one.method)
  return one.method !== sourceOnlyId && all.filter(({ method }) => method === one.method).length > 1 ? `${label} (${one.runName})` : label
}

/** `baseline`: source-only's trials. */
function describe({ record, result }: FinishedRun, method: string, baseline: readonly TrialResult[]): ComparedMethod {
  const trials = trialsOf({ record, result }, method)
  const figures = targetFigures(trials)
  const over = method === sourceOnlyId ? null : comparePaired(figures, targetFigures(baseline))
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const judged = trials.flatMap(({ target }) => (target === undefined ? [] : [target]))
  const calibrated = judged.flatMap(({ ecePct }) => (ecePct === null ? [] : [ecePct]))
  const peaks = trials.flatMap(({ peakMemoryBytes }) => peakMemoryBytes ?? [])
  const scores = Object.keys(trials[0].validators)
  return {
    id: idOf({ record, result }, method),
    runId: record.id,
    runName: record.name,
    method,
    seeds: trials.map(({ seed }) => seed),
    target: figures.length === 0 ? null : tInterval(figures.map(({ value }) => value)),
    perSeed: trials.map((trial) => ({
      seed: trial.seed,
      targetPct: targetFigureOf(trial),
      sourcePct: trial.lastCheckpoint.sourceAccuracyPct,
    })),
    source: tInterval(trials.map(({ lastCheckpoint }) => lastCheckpoint.sourceAccuracyPct)),
    overSourceOnly: over === null ? null : { ...over, seeds: [...over.seeds] },
    perClassPct: judged.length === 0 ? null : meanRecall(judged.map(({ confusion }) => confusion)),
    perClassOverSourceOnly: method === sourceOnlyId ? null : recallOver(trials, baseline),
    macroF1Pct: judged.length === 0 ? null : mean(judged.map(({ macroF1Pct }) => macroF1Pct)),
    ecePct: calibrated.length === 0 ? null : mean(calibrated),
    seconds: trials.reduce((sum, { seconds }) => sum + seconds, 0),
    imagesPerSecond: mean(trials.map(({ imagesPerSecond }) => imagesPerSecond)),
    peakMemoryBytes: peaks.length === 0 ? null : Math.max(...peaks),
    validators: Object.fromEntries(scores.map((id) => [id, mean(trials.map(({ validators }) => validators[id]))])),
  }
}

/** In percent; null for a class that has no image in the test split. */
function meanRecall(confusions: readonly (readonly (readonly number[])[])[]): (number | null)[] {
  const recalls = confusions.map((rows) => recallPerClass(Int32Array.from(rows.flat()), rows.length))
  return confusions[0].map((_, own) => {
    const sum = recalls.reduce((total, recall) => total + recall[own], 0)
    return Number.isNaN(sum) ? null : (100 * sum) / recalls.length
  })
}

/** In points, by class, over the seeds that both have; null where they share none whose labels were read. */
function recallOver(trials: readonly TrialResult[], baseline: readonly TrialResult[]): (number | null)[] | null {
  const confusionOf = (some: readonly TrialResult[], seed: number) => some.find((trial) => trial.seed === seed)?.target?.confusion
  const shared = trials.flatMap(({ seed }) => {
    const [own, other] = [confusionOf(trials, seed), confusionOf(baseline, seed)]
    return own === undefined || other === undefined ? [] : [{ own, other }]
  })
  if (shared.length === 0) return null
  const reference = meanRecall(shared.map(({ other }) => other))
  return meanRecall(shared.map(({ own }) => own)).map((value, index) => {
    const before = reference[index]
    return value === null || before === null ? null : value - before
  })
}

const trialsOf = ({ result }: FinishedRun, method: string): readonly TrialResult[] => result.runs.filter((trial) => trial.method === method)

function targetFigures(trials: readonly TrialResult[]): SeedFigure[] {
  return trials.flatMap((trial) => {
    const figure = targetFigureOf(trial)
    return figure === null ? [] : [{ seed: trial.seed, value: figure }]
  })
}

function checkSameImages(records: readonly RunRecord[]): void {
  const [first, ...others] = records
  for (const other of others) {
    const sides = (['source', 'target'] as const).filter((side) => other.fingerprints?.[side] !== first.fingerprints?.[side])
    if (sides.length === 0) continue
    throw new AppError(
      'invalid-input',
      `The ${sides.join(' and the ')} images of "${other.name}" are not those of "${first.name}", so a difference in accuracy would not be the method's.`,
      'Compare runs on the same images at the same size.',
      other.folder,
    )
  }
}
