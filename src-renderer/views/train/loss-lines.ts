/** Which of a trial's recorded figures are losses or penalties, what they are called, and how their lines are told apart. */
import type { SeriesTone } from '../../charts/line/line-series'
import type { TrialMetrics } from '../../stores/fold-run-event'

export interface LossLine {
  /** The recorded name. */
  readonly id: string
  readonly label: string
  readonly tone: SeriesTone
}

/** In the order they are drawn. Whatever else ends in `Loss` follows, so that a new method's losses show by themselves. */
const named: Readonly<Record<string, string>> = {
  classLoss: 'Class',
  targetLoss: 'Target',
  domainLoss: 'Domain',
  discrepancy: 'Discrepancy',
  disparity: 'Disparity',
  confusion: 'Confusion',
  transportLoss: 'Transport',
  informationLoss: 'Information',
  consistencyLoss: 'Consistency',
  alignmentLoss: 'Alignment',
  spectralLoss: 'Spectral',
  normLoss: 'Norms',
  mappingLoss: 'Mapping',
  penalty: 'Penalty',
  riskVariance: 'Risk variance',
}

/** Measured on held-out images once an epoch, not in the step that is trained. */
const heldOut = ['sourceLoss', 'sourceChoiceLoss']

/** The class loss is drawn as the source, what is learnt on the target as the target; the method's own terms come after. */
const ownTones: readonly SeriesTone[] = ['focus', 'muted', 'quiet']

export function lossLines(metrics: TrialMetrics | undefined): readonly LossLine[] {
  const recorded = Object.keys(metrics ?? {})
  const known = Object.keys(named).filter((name) => recorded.includes(name))
  const others = recorded.filter((name) => name.endsWith('Loss') && !Object.hasOwn(named, name) && !heldOut.includes(name))
  const ids = [...known, ...others.sort()]
  const own = ids.filter((id) => id !== 'classLoss' && id !== 'targetLoss')
  return ids.map((id) => ({
    id,
    label: named[id] ?? wordsOf(id.slice(0, -'Loss'.length)),
    tone: id === 'classLoss' ? 'source' : id === 'targetLoss' ? 'target' : (ownTones[own.indexOf(id)] ?? 'quiet'),
  }))
}

/** "riskVariance" → "Risk variance". */
export function wordsOf(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
