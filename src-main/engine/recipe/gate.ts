/** What a gate file defines, and the evidence that gates judge. */
import type { DomainSummary } from '@shared/domain/dataset'
import type { Inspection } from '@shared/domain/inspection'
import type {
  Convergence,
  ErrorReport,
  Gate,
  GateRemedy,
  JudgedCurve,
  NetworkChecks,
  NetworkProposal,
  RecipeSetup,
} from '@shared/domain/recipe'
import type { MetricPoint, RunRecord, RunResult, Trial } from '@shared/domain/run'
import type { RunChange } from '@shared/domain/run-change'
import { normalisingNetwork } from './propose-network'

export interface DataEvidence {
  readonly inspection: Inspection
  readonly source: Pick<DomainSummary, 'classNames' | 'classCounts' | 'images' | 'imageSize'>
}

export interface TrialEvidence {
  readonly trial: Trial
  readonly metrics: readonly MetricPoint[]
}

/** The newest run of the study that has trained. */
export interface RunEvidence {
  readonly record: RunRecord
  /** Null before its report. */
  readonly result: RunResult | null
  readonly trials: readonly TrialEvidence[]
}

/** Everything that is known of a study; parts are null until they are. Gates read it and nothing else. */
export interface RecipeEvidence {
  readonly setup: RecipeSetup
  readonly data: DataEvidence | null
  readonly proposal: NetworkProposal | null
  readonly checks: NetworkChecks | null
  readonly run: RunEvidence | null
  readonly curves: readonly JudgedCurve[]
  readonly convergence: Convergence | null
  readonly errors: ErrorReport | null
  labelOf(method: string): string
}

/** What a gate says of the evidence: its own texts are added by the registry. */
export type Verdict = Pick<Gate, 'state' | 'value' | 'evidence'> & Partial<Pick<Gate, 'figures' | 'remedy'>>

export interface GateDefinition extends Pick<Gate, 'id' | 'stage' | 'title' | 'question' | 'measures' | 'expected'> {
  /** Pure. */
  judge(evidence: RecipeEvidence): Verdict
}

/** A gate that cannot be measured yet, and what it waits for. */
export function waits(value: string, remedy: Gate['remedy'] = null): Verdict {
  return { state: 'waits', value, evidence: `Not measured yet: ${value}.`, remedy }
}

/** What every gate over the network checks waits for. */
export const untilMeasured = (): Verdict =>
  waits('at the press of Measure, in seconds', { label: 'Measure the network', does: { kind: 'measure' } })

/** Opens the form with these changes filled in. */
export function prepare(label: string, change: RunChange): GateRemedy {
  return { label, does: { kind: 'prepare', change } }
}

/** A network with batch normalisation in place of the chosen one, where one takes these images. */
export function takeNormalising(data: DataEvidence | null): Gate['remedy'] {
  const backbone = data && normalisingNetwork(data.source.imageSize)
  return backbone ? prepare('Take a network with batch norm', { backbone }) : null
}

/** Trials of the run's own methods: references are there for comparison. */
export function methodTrials({ record, trials }: RunEvidence): readonly TrialEvidence[] {
  const asked = new Set(record.request.methods)
  return trials.filter(({ trial }) => asked.has(trial.method))
}

/** Values of a metric by epoch, oldest first. */
export function seriesOf(metrics: readonly MetricPoint[], name: string): { readonly epoch: number; readonly value: number }[] {
  return metrics.filter((point) => point.name === name).map(({ epoch, value }) => ({ epoch, value }))
}
