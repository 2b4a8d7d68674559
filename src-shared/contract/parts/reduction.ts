/** Commands of the Reduce screen: what can be done to a trial's model, what it would cost, doing it, and keeping what came of it. */
import { z } from 'zod'
import { FolderId } from '../../domain/ids'
import { ModelFigures, ReductionEntry, ReductionInfo, ReductionPoint, ReductionProgress, ReductionWay } from '../../domain/reduction'
import { Overrides, RunRecord } from '../../domain/run'

/** `from`: run id of a reduced model of the same trial that is reduced further; null begins with the trained one. */
const Asked = z.strictObject({
  runId: FolderId,
  trialId: FolderId,
  from: FolderId.nullable().default(null),
  way: ReductionWay,
  settings: Overrides.default({}),
})
const TrialRef = z.strictObject({ runId: FolderId, trialId: FolderId })

export const reductionCommands = {
  'reduction.ways': { input: z.strictObject({}), output: z.array(ReductionInfo) },
  /** The trained model's own figures, before the first reduction those of a few test images, and every reduced model made of it, oldest first. */
  'reduction.list': {
    input: TrialRef,
    output: z.object({ trained: ModelFigures, entries: z.array(ReductionEntry) }),
  },
  /** What it would give without fine-tuning; null for a way that trains from scratch. Reads no label of the target. */
  'reduction.preview': { input: Asked, output: z.object({ figures: ModelFigures.nullable() }) },
  /** Reduces; abort stops it and leaves nothing. One at a time. The target's labels are read once, where the run's report had read them. */
  'reduction.start': { input: Asked, output: ReductionEntry },
  /** Copies a reduced model to the study as a run of its own, which opens everywhere. */
  'reduction.keep': { input: TrialRef.extend({ reduced: FolderId }), output: RunRecord },
} as const

export const reductionEvents = {
  'reduction.progress': TrialRef.extend({ progress: ReductionProgress }),
  /** A model on the way, with the target's accuracy where the run's report had read its labels. */
  'reduction.point': TrialRef.extend({ point: ReductionPoint }),
} as const
