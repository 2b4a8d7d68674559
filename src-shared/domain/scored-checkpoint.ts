/** A checkpoint that the validators scored while a trial trained, and what they would make of the trial's checkpoints. */
import { z } from 'zod'

/** A line of `scored.jsonl`: everything a choice of a checkpoint and its later price need, and no label. */
export const ScoredCheckpoint = z.object({
  epoch: z.number().int().positive(),
  /** Higher is better. */
  validators: z.record(z.string(), z.number()),
  /** Predicted class id of each target test image. */
  targetPredictions: z.array(z.number().int()),
})
export type ScoredCheckpoint = z.infer<typeof ScoredCheckpoint>

/** What a choice goes by: it sees nothing else. */
export const CheckpointScores = ScoredCheckpoint.omit({ targetPredictions: true })
export type CheckpointScores = z.infer<typeof CheckpointScores>

const CheckpointVote = z.object({
  id: z.string(),
  label: z.string(),
  /** Where this validator is highest; the latest of equal ones. */
  epoch: z.number().int(),
  /** Points of target accuracy that this epoch is under the best scored one; null while no label has been read. */
  costPoints: z.number().nullable(),
})

/** Of one trial: which of its checkpoints each validator would take, and which one the app would. */
export const CheckpointChoice = z.object({
  /** `<run>/<method>`. */
  of: z.string(),
  seed: z.number().int(),
  /** The epoch that results are of. */
  lastEpoch: z.number().int(),
  votes: z.array(CheckpointVote),
  /** Null where the app abstains: then the last one is kept. */
  choice: z.number().int().nullable(),
  /** One sentence: why this one, or why none. */
  reason: z.string(),
  /** Points under the best scored checkpoint: of the choice (null where there is none), and of the last one. */
  costPoints: z.number().nullable(),
  lastCostPoints: z.number().nullable(),
})
export type CheckpointChoice = z.infer<typeof CheckpointChoice>
