/** A study that another machine can run again: what is in the bundle, what it should come to, and what it came to. */
import { z } from 'zod'
import { FolderId, RegistryId, Seed } from './ids'
import { RunRequest } from './run'

/** Figures of one trial that a replay is judged by. */
export const ReplayedFigures = z.object({
  sourceAccuracyPct: z.number(),
  targetAccuracyPct: z.number().nullable(),
  weightsSha256: z.string(),
})
export type ReplayedFigures = z.infer<typeof ReplayedFigures>

/** `manifest.json`, the first file of a bundle. */
export const ReplayManifest = z.object({
  bundle: z.literal('shiftlab-bundle-1'),
  run: z.object({ id: FolderId, name: z.string() }),
  /** Folders are paths within the bundle where it holds the images. */
  request: RunRequest,
  /** Whether the images are in; otherwise the replay is given them. */
  withData: z.boolean(),
  fingerprints: z.object({ source: z.string(), target: z.string() }),
  /** Largest difference of an accuracy, in points, that counts as equal. */
  tolerancePoints: z.number().nonnegative(),
  expected: z.array(ReplayedFigures.extend({ method: RegistryId, seed: Seed })).min(1),
  versions: z.record(z.string(), z.string()),
  /** Changes made to schedules while the run trained, which a replay does not repeat. */
  scheduleEdits: z.number().int().nonnegative(),
  /** Every other file of the bundle. */
  files: z.array(z.object({ file: z.string().min(1), bytes: z.number().int().nonnegative(), sha256: z.string() })),
})
export type ReplayManifest = z.infer<typeof ReplayManifest>

export const ReplayedTrial = z.object({
  method: RegistryId,
  seed: Seed,
  expected: ReplayedFigures,
  got: ReplayedFigures.nullable(),
  /** Of the accuracies, in points; null where the trial was not trained. */
  largestDifferencePoints: z.number().nullable(),
  identicalWeights: z.boolean(),
  equal: z.boolean(),
})
export type ReplayedTrial = z.infer<typeof ReplayedTrial>

export const ReplayResult = z.object({
  equal: z.boolean(),
  tolerancePoints: z.number(),
  /** sha256 of the manifest: two bundles with the same one hold the same study. */
  bundleSha256: z.string(),
  trials: z.array(ReplayedTrial),
  /** Folder of the new run. */
  folder: z.string(),
})
export type ReplayResult = z.infer<typeof ReplayResult>
