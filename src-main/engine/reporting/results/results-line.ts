/** One line of `results.jsonl`: one trial of the matrix, or why a method could not be run on a pair. */
import { RegistryId } from '@shared/domain/ids'
import { TrialResult } from '@shared/domain/run'
import { z } from 'zod'

const Place = {
  /** Hash of everything that was asked for, parameters included: a changed default makes a new line. */
  key: z.string(),
  pair: RegistryId,
  method: RegistryId,
  finishedAt: z.string(),
}

export const TrialLine = z.object({
  ...Place,
  ...TrialResult.shape,
  kind: z.literal('trial'),
  epochs: z.number().int(),
  backbone: RegistryId,
  device: z.string(),
  threads: z.number().int(),
  tensorflow: z.string(),
})
export type TrialLine = z.infer<typeof TrialLine>

export const FailureLine = z.object({ ...Place, kind: z.literal('failure'), message: z.string() })

export const ResultsLine = z.discriminatedUnion('kind', [TrialLine, FailureLine])
export type ResultsLine = z.infer<typeof ResultsLine>
