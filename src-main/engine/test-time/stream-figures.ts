/** Turns a stream's answers into figures, once labels may be looked at. */
import type { StreamFigures, StreamPlan, StreamResult } from '@shared/domain/stream'
import { accuracyPct } from '../evaluation/accuracy'
import type { BatchReport, StreamOutcome } from './run-stream'
import type { StreamSegment } from './stream-segments'

interface Answer {
  readonly image: number
  readonly segment: number
  readonly adapted: number
  readonly source: number
  readonly entropy: number
  readonly confidence: number
}

export interface StreamTruth {
  readonly segments: readonly StreamSegment[]
  /** Class id by image, -1 for classes that the model does not know; null where there are none. */
  readonly labels: Int32Array | null
}

export function streamFigures(
  { reports, resets, seconds }: StreamOutcome,
  plan: StreamPlan,
  { segments, labels }: StreamTruth,
): Omit<StreamResult, 'notes' | 'ledger' | 'savedAs'> {
  const answers = reports.flatMap(answersOf)
  return {
    plan,
    ...figuresOf(answers, labels),
    perShift: segments.map(({ name, severity }, segment) => ({
      kind: name,
      severity,
      ...figuresOf(
        answers.filter((one) => one.segment === segment),
        labels,
      ),
    })),
    resets,
    seconds,
    batchesPerSecond: seconds > 0 ? reports.length / seconds : 0,
  }
}

function answersOf({ items, adapted, source, entropy, confidence }: BatchReport): Answer[] {
  return items.map(({ image, segment }, row) => ({
    image,
    segment,
    adapted: adapted[row],
    source: source[row],
    entropy,
    confidence,
  }))
}

function figuresOf(answers: readonly Answer[], labels: Int32Array | null): StreamFigures {
  const truth = labels === null ? null : answers.map(({ image }) => labels[image])
  const errorPct = (of: 'adapted' | 'source'): number | null =>
    truth === null
      ? null
      : 100 -
        accuracyPct(
          answers.map((one) => one[of]),
          truth,
        )
  const mean = (of: 'entropy' | 'confidence'): number => answers.reduce((sum, one) => sum + one[of], 0) / answers.length
  return {
    images: answers.length,
    errorPct: errorPct('adapted'),
    withoutAdaptation: { errorPct: errorPct('source') },
    entropy: mean('entropy'),
    confidencePct: 100 * mean('confidence'),
  }
}
