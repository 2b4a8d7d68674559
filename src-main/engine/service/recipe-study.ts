/** Gathers what is known of a study for the gates of the recipe, and remembers what was costly to find out. */
import { AppError } from '@shared/contract/failure'
import type { PairRef } from '@shared/domain/dataset'
import type { Distribution, Inspection } from '@shared/domain/inspection'
import type { ErrorReport, JudgedCurve, NetworkChecks, NetworkProposal, RecipeReport, RecipeSetup } from '@shared/domain/recipe'
import type { RunRequest } from '@shared/domain/run'
import type { ImportedDomain } from '../data/imported-domain'
import { refuseLabels } from '../data/refuse-labels'
import type { PairData } from '../data/types'
import { planTrials } from '../evaluation/plan-trials'
import { inspectPair } from '../inspection/inspect-pair'
import { findMethod } from '../methods/registry'
import { measuredParts, measureNetwork } from '../recipe/checks/measure-network'
import { findConvergence } from '../recipe/curves/convergence'
import { curveBands } from '../recipe/curves/curve-bands'
import { curveOfMetrics } from '../recipe/curves/curve-of-metrics'
import { diagnoseCurve } from '../recipe/curves/diagnose-curve'
import { reportErrors } from '../recipe/errors/error-report'
import { type DataEvidence, methodTrials, type RunEvidence } from '../recipe/gate'
import { proposeNetwork } from '../recipe/propose-network'
import { judgeGates } from '../recipe/registry'
import type { DomainStore } from './domain-store'
import { openTrial } from './open-trial'
import { preparePair } from './prepare-trial'
import { networksUnderTest, requestOf } from './recipe-experiments'
import type { RunManager } from './run-manager'

export interface RecipeLook {
  readonly pair: PairRef
  readonly setup: RecipeSetup
  readonly runId: string | null
  readonly measure: boolean
}

export interface RecipeProgress {
  readonly part: string
  readonly done: number
  readonly total: number
}

/** Entries that are remembered of each kind: a handful of studies. */
const remembered = 12

export class RecipeStudy {
  private readonly checks = new Map<string, NetworkChecks>()
  private readonly errors = new Map<string, ErrorReport>()
  private readonly inspections = new WeakMap<
    ImportedDomain,
    { readonly key: string; readonly target: ImportedDomain; readonly inspection: Inspection }
  >()

  constructor(
    private readonly domains: DomainStore,
    private readonly runs: RunManager,
    private readonly onProgress: (progress: RecipeProgress) => void,
  ) {}

  /** Throws AppErrors of the import, and `cancelled`. */
  async look({ pair, setup, runId, measure }: RecipeLook, signal: AbortSignal): Promise<RecipeReport> {
    const data = await this.lookAtData(pair, signal)
    const prepared = await this.prepare(pair, setup, signal)
    const proposal = prepared && proposeFor(prepared, data.inspection)
    const key = JSON.stringify([pair, { ...setup, epochs: 0 }])
    if (measure) remember(this.checks, key, await this.measure({ pair, setup }, prepared, signal))
    const checks = this.checks.get(key) ?? null
    const run = runId === null ? null : await this.readRun(runId)
    const curves = run === null ? [] : judgeCurves(run)
    const convergence = findConvergence(curves.map(({ curve }) => curve))
    const errors = run === null ? null : await this.lookAtErrors(run, signal)
    const labelOf = (method: string): string => findMethod(method).label
    const gates = judgeGates({ setup, data, proposal, checks, run, curves, convergence, errors, labelOf })
    const bands = curveBands(curves.map(({ curve }) => curve))
    return { gates, setup, proposal, checks, curves, bands, convergence, errors }
  }

  /** Data ready for training, or null where something about the pair stands in the way: its gates and Data say what. */
  async prepare(pair: PairRef, setup: RecipeSetup, signal: AbortSignal): Promise<PairData | null> {
    try {
      return (await preparePair(this.domains, requestOf(pair, setup), refuseLabels, signal)).pair
    } catch (error) {
      if (error instanceof AppError && error.code === 'invalid-input') return null
      throw error
    }
  }

  private async lookAtData(pair: PairRef, signal: AbortSignal): Promise<DataEvidence> {
    const { source, target } = await this.domains.pair(pair, signal)
    const key = JSON.stringify(pair)
    const before = this.inspections.get(source)
    const inspection =
      before?.key === key && before.target === target ? before.inspection : await inspectPair({ ...pair, source, target, signal })
    this.inspections.set(source, { key, target, inspection })
    return { inspection, source: source.summary }
  }

  private async measure(
    { pair, setup }: Pick<RecipeLook, 'pair' | 'setup'>,
    prepared: PairData | null,
    signal: AbortSignal,
  ): Promise<NetworkChecks> {
    if (prepared === null) {
      throw new AppError(
        'invalid-input',
        'These folders cannot be trained on yet, so the network cannot be measured.',
        'Mend what Data says first.',
        'data',
      )
    }
    return measureNetwork({
      images: prepared.source.train,
      classes: prepared.classNames.length,
      seed: setup.seed,
      ...networksUnderTest(pair, setup, prepared),
      signal,
      onProgress: (part, done) => this.onProgress({ part, done, total: measuredParts }),
    })
  }

  private async readRun(runId: string): Promise<RunEvidence> {
    const { folder, record } = await this.runs.find(runId)
    const trials = await Promise.all(record.trials.map(async (trial) => ({ trial, metrics: await folder.trial(trial.id).readMetrics() })))
    return { record, trials, result: await folder.readResult() }
  }

  /** Of the first finished trial of the run's method; null while the run trains, so that it is not held up. */
  private async lookAtErrors({ record, trials }: RunEvidence, signal: AbortSignal): Promise<ErrorReport | null> {
    if (record.status !== 'done') return null
    const [first] = methodTrials({ record, trials, result: null })
    if (first === undefined) return null
    const key = `${record.id} ${first.trial.id} ${first.trial.checkpointEpoch}`
    const known = this.errors.get(key)
    if (known) return known
    try {
      const { pair, session, epoch } = await openTrial(this.domains, await this.runs.find(record.id), first.trial.id, signal)
      try {
        const report = await reportErrors(session, pair, { runId: record.id, trialId: first.trial.id, epoch })
        remember(this.errors, key, report)
        return report
      } finally {
        session.dispose()
      }
    } catch (error) {
      // Images may be gone or changed since the run; its other gates can be judged all the same.
      if (error instanceof AppError && error.code !== 'cancelled') return null
      throw error
    }
  }
}

/** Curves of the run's own methods, or of its references where there is nothing else; the worst are told from the healthy by their diagnosis. */
export function judgeCurves(run: RunEvidence): JudgedCurve[] {
  const { record } = run
  return methodTrials(run).flatMap(({ trial, metrics }) => {
    const ended = record.status === 'failed' && trial.status === 'failed' ? 'diverged' : 'finished'
    const curve = curveOfMetrics(metrics, { classes: Math.max(2, record.classNames.length), epochs: record.request.epochs, ended })
    if (curve === null) return []
    const { id: trialId, method, seed } = trial
    return [{ runId: record.id, trialId, method, seed, curve, diagnosis: diagnoseCurve(curve, setupOf(record.request)) }]
  })
}

/** The set-up that a run was started with, for its first method. */
export function setupOf(request: RunRequest): RecipeSetup {
  const asked = planTrials(request, { labelled: true })
  return {
    method: asked[0].method,
    backbone: request.backbone,
    epochs: request.epochs,
    batch: request.batch,
    settings: request.settings,
    seed: request.seeds[0],
  }
}

function remember<T>(into: Map<string, T>, key: string, value: T): void {
  into.delete(key)
  into.set(key, value)
  for (const oldest of [...into.keys()].slice(0, -remembered)) into.delete(oldest)
}

function proposeFor({ source, classNames }: PairData, { profiles }: Inspection): NetworkProposal {
  const meanOf = (name: Distribution['name']): number | null => {
    const found = profiles[0]?.distributions.find((one) => one.name === name)
    if (found === undefined) return null
    const width = (found.high - found.low) / found.shares.length
    return found.shares.reduce((sum, share, bin) => sum + share * (found.low + (bin + 0.5) * width), 0)
  }
  return proposeNetwork({
    images: source.train.count,
    classes: classNames.length,
    imageSize: source.train.size,
    saturation: meanOf('saturation'),
    contrast: meanOf('contrast'),
  })
}
