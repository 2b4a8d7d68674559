/**
 * The table of a study that leaves out one domain after another, with DomainBed's rules of choosing settings (Gulrajani & Lopez-Paz 2021,
 * section 3): by training-domain validation, and, apart, by the oracle.
 */
import { AppError } from '@shared/contract/failure'
import type { Fold, GeneralizationFigure, GeneralizationTable, Selected } from '@shared/domain/generalization'
import type { RunRecord, RunResult, TrialResult } from '@shared/domain/run'
import { tInterval } from '@shared/domain/t-interval'

export interface StudyRun {
  readonly record: RunRecord
  /** Null while the run is not done. */
  readonly result: RunResult | null
}

const baseline = 'erm'

/**
 * For each method, left-out domain and trial seed, the setting with the best choosing accuracy is taken, the first of equals, and its
 * accuracy on the left-out domain counted, at the last checkpoint. Throws AppError `invalid-input` for runs of different studies.
 */
export function tabulate(runs: readonly StudyRun[], labelOf: (method: string) => string): GeneralizationTable {
  const folds = runs.map(({ record }) => foldOf(record))
  const [{ of, domains }] = folds
  if (folds.some((fold) => fold.of !== of)) {
    throw new AppError('invalid-input', 'These runs are of different studies.', 'Give the runs of one study.', 'runIds')
  }
  const trials = runs.flatMap(({ result }, at) => (result?.runs ?? []).map((trial): FoldTrial => ({ ...folds[at], trial })))
  const [{ request }] = runs.map(({ record }) => record)
  const seeds = [...new Set(request.seeds)]
  const hyperSeeds = new Set(folds.map(({ hyperSeed }) => hyperSeed)).size
  const select = (method: string, rule: Rule): SeedTable =>
    domains.map((_, heldOut) => seeds.map((seed) => choose(trials, { method, heldOut, seed, hyperSeeds }, rule)))
  const byValidation = new Map(request.methods.map((method) => [method, select(method, trainingDomainRule)]))
  const erm = byValidation.get(baseline)
  return {
    domains: [...domains],
    seeds,
    hyperSeeds,
    missingRuns: runs.filter(({ result }) => result === null).length,
    methods: [...byValidation].map(([method, chosen]) => ({
      method,
      label: labelOf(method),
      trainingDomain: summarise(chosen),
      oracle: hyperSeeds === 1 ? null : summarise(select(method, oracleRule)),
      overErm: erm === undefined || method === baseline ? null : differenceOf(chosen, erm),
    })),
  }
}

/** Throws AppError `invalid-input` for a run that is not part of such a study. */
export function foldOf({ name, request }: RunRecord): Fold {
  if (request.fold !== undefined) return request.fold
  throw new AppError('invalid-input', `The run "${name}" leaves no domain out.`, 'Give runs of lab generalize.', 'runIds')
}

interface FoldTrial extends Fold {
  readonly trial: TrialResult
}

/** Accuracy in percent by left-out domain and trial seed; null where it is not known. */
type SeedTable = readonly (readonly (number | null)[])[]

interface Rule {
  /** What the best setting is best in. */
  readonly chooseBy: (trial: TrialResult) => number | null
  readonly report: (trial: TrialResult) => number | null
}

const trainingDomainRule: Rule = {
  chooseBy: ({ lastCheckpoint: { sourceDomainsPct, sourceAccuracyPct } }) =>
    sourceDomainsPct === undefined ? sourceAccuracyPct : meanOf(sourceDomainsPct),
  report: ({ lastCheckpoint }) => lastCheckpoint.targetAccuracyPct,
}

const oracleRule: Rule = {
  chooseBy: ({ target }) => target?.halvesPct?.[0] ?? null,
  report: ({ target }) => target?.halvesPct?.[1] ?? null,
}

interface Cell {
  readonly method: string
  readonly heldOut: number
  readonly seed: number
  readonly hyperSeeds: number
}

/** Null unless every setting has been tried: a choice among fewer would be another one. */
function choose(trials: readonly FoldTrial[], { method, heldOut, seed, hyperSeeds }: Cell, { chooseBy, report }: Rule): number | null {
  const tried = trials
    .filter((one) => one.heldOut === heldOut && one.trial.method === method && one.trial.seed === seed)
    .sort((a, b) => a.hyperSeed - b.hyperSeed)
  if (tried.length < hyperSeeds) return null
  const scores = tried.map(({ trial }) => chooseBy(trial))
  if (scores.includes(null)) return null
  const best = Math.max(...(scores as number[]))
  return report(tried[scores.indexOf(best)].trial)
}

function summarise(chosen: SeedTable): Selected {
  return { perDomain: chosen.map((values) => figureOf(values)), average: figureOf(averages(chosen)) }
}

/** By trial seed, the mean over the domains; null where one is missing. */
function averages(chosen: SeedTable): (number | null)[] {
  return chosen[0].map((_, seed) => {
    const values = chosen.map((domain) => domain[seed])
    return values.includes(null) ? null : meanOf(values as number[])
  })
}

/** Standard error: s/√n over trial seeds, s with n − 1. */
function figureOf(values: readonly (number | null)[]): GeneralizationFigure {
  const known = values.filter((value) => value !== null)
  if (known.length === 0) return null
  const mean = meanOf(known)
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (known.length - 1)
  return { meanPct: mean, standardErrorPct: known.length === 1 ? null : Math.sqrt(variance / known.length), trials: known.length }
}

function differenceOf(chosen: SeedTable, erm: SeedTable): { readonly meanPct: number; readonly ci95Pct: number | null } | null {
  const others = averages(erm)
  const differences = averages(chosen).flatMap((value, seed) => {
    const other = others[seed]
    return value === null || other === null ? [] : [value - other]
  })
  if (differences.length === 0) return null
  const { mean, halfWidth } = tInterval(differences)
  return { meanPct: mean, ci95Pct: halfWidth }
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
