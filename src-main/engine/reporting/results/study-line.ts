/** One line of `studies.jsonl`: one method of generalization over all left-out domains, of new classes, or one way to use labels, all seeds. */
import { Fold } from '@shared/domain/generalization'
import { RegistryId } from '@shared/domain/ids'
import { TrialResult } from '@shared/domain/run'
import { z } from 'zod'

export const StudyLine = z.object({
  /** Hash of everything that was asked for: a changed default makes a new line. */
  key: z.string(),
  section: z.enum(['generalization', 'few-shot', 'zero-shot', 'transfer']),
  /** Of the registry; in `transfer` the way, one of `transferWays`. */
  method: RegistryId,
  finishedAt: z.string(),
  trials: z.array(z.object({ fold: Fold.optional(), labelFraction: z.number().optional(), trial: TrialResult })),
})
export type StudyLine = z.infer<typeof StudyLine>
