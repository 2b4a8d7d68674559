/** From trials' outcomes to the figures of a run: the one place where target test labels are compared with predictions. */

import { RegistryId, Seed } from '@shared/domain/ids'
import { Execution, type MethodSummary, type TargetFigures, type TrialResult } from '@shared/domain/run'
import type { ScoredCheckpoint } from '@shared/domain/scored-checkpoint'
import { tInterval } from '@shared/domain/t-interval'
import { z } from 'zod'
import { createRandom } from '../nn/random'
import { accuracyPct } from './accuracy'
import { calibration } from './calibration'
import { confusionMatrix, macroF1 } from './confusion'

/** `outcome.json` of a finished trial: everything the report needs but the labels. */
export const TrialOutcome = z.object({
  method: RegistryId,
  seed: Seed,
  epoch: z.number().int(),
  sourceAccuracyPct: z.number(),
  sourceDomainsPct: z.array(z.number()).optional(),
  validators: z.record(z.string(), z.number()),
  imagesPerSecond: z.number(),
  seconds: z.number(),
  peakMemoryBytes: z.number().int().positive().optional(),
  execution: Execution.optional(),
  weightsSha256: z.string(),
  /** Predicted class id of each target test image at the last checkpoint. */
  targetPredictions: z.array(z.number().int()),
  /** Largest probability of each of them. */
  targetConfidences: z.array(z.number()).default([]),
})
export type TrialOutcome = z.infer<typeof TrialOutcome>

export interface FinishedTrial {
  readonly outcome: TrialOutcome
  /** Ascending by epoch; none in folders of earlier versions. */
  readonly scored: readonly ScoredCheckpoint[]
}

/** `labels`: class ids of the target test images from the vault, or null where the target has none. */
export function judgeTrial({ outcome, scored }: FinishedTrial, labels: Int32Array | null, classes: number): TrialResult {
  return {
    method: outcome.method,
    seed: outcome.seed,
    lastCheckpoint: {
      epoch: outcome.epoch,
      sourceAccuracyPct: outcome.sourceAccuracyPct,
      ...(outcome.sourceDomainsPct && { sourceDomainsPct: outcome.sourceDomainsPct }),
      targetAccuracyPct: labels === null ? null : accuracyPct(outcome.targetPredictions, labels),
    },
    ...(labels === null ? {} : { target: { ...judgeTarget(outcome, labels, classes), ...judgeCheckpoints(scored, labels) } }),
    validators: outcome.validators,
    ...(scored.length > 0 && { checkpoints: scored.map(({ epoch, validators }) => ({ epoch, validators })) }),
    imagesPerSecond: outcome.imagesPerSecond,
    seconds: outcome.seconds,
    ...(outcome.peakMemoryBytes !== undefined && { peakMemoryBytes: outcome.peakMemoryBytes }),
    ...(outcome.execution === undefined ? {} : { execution: outcome.execution }),
    weightsSha256: outcome.weightsSha256,
  }
}

function judgeTarget({ targetPredictions, targetConfidences }: TrialOutcome, labels: Int32Array, classes: number): TargetFigures {
  const matrix = confusionMatrix(targetPredictions, labels, classes)
  const correct = targetPredictions.map((predicted, row) => Number(predicted === labels[row]))
  return {
    confusion: Array.from({ length: classes }, (_, row) => [...matrix.subarray(row * classes, (row + 1) * classes)]),
    macroF1Pct: 100 * macroF1(matrix, classes),
    ...(labels.length >= 2 && { halvesPct: halves(targetPredictions, labels) }),
    ecePct: targetConfidences.length === correct.length ? 100 * calibration(targetConfidences, correct).ece : null,
  }
}

function judgeCheckpoints(scored: readonly ScoredCheckpoint[], labels: Int32Array): Pick<TargetFigures, 'checkpointsPct'> {
  return scored.length === 0 ? {} : { checkpointsPct: scored.map(({ targetPredictions }) => accuracyPct(targetPredictions, labels)) }
}

/** Accuracy on either half of the images; which image is in which follows from their number alone. */
function halves(predicted: readonly number[], labels: Int32Array): [number, number] {
  const order = createRandom('target-halves').permutation(labels.length)
  const middle = Math.ceil(labels.length / 2)
  const accuracyOn = (rows: Int32Array): number =>
    accuracyPct(
      Array.from(rows, (row) => predicted[row]),
      rows.map((row) => labels[row]),
    )
  return [accuracyOn(order.subarray(0, middle)), accuracyOn(order.subarray(middle))]
}

/** Mean and 95 % t-interval over seeds for each method, in the order of the results. */
export function summarise(results: readonly TrialResult[]): Record<string, MethodSummary> {
  const summary: Record<string, MethodSummary> = {}
  for (const method of new Set(results.map((result) => result.method))) {
    const own = results.filter((result) => result.method === method)
    const targets = own.map((result) => result.lastCheckpoint.targetAccuracyPct).filter((value) => value !== null)
    const source = tInterval(own.map((result) => result.lastCheckpoint.sourceAccuracyPct))
    const target = targets.length > 0 ? tInterval(targets) : null
    summary[method] = {
      seeds: own.length,
      meanPct: target?.mean ?? null,
      ci95Pct: target?.halfWidth ?? null,
      sourceMeanPct: source.mean,
      sourceCi95Pct: source.halfWidth,
    }
  }
  return summary
}
