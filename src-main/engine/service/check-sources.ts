/** Whether the sources of a pair suit the methods that are to learn from them. */
import { AppError } from '@shared/contract/failure'
import type { PairData } from '../data/types'
import { findMethod } from '../methods/registry'
import { shareOf } from '../training/batches'

/** Fewer images of a domain in a batch have no covariance, and no halves to compare. */
const fewestOfEach = 2

/** Throws AppError `invalid-input`, naming `source` or `batch`, for a method that learns from several domains and cannot here. */
export function checkSources({ source }: Pick<PairData, 'source'>, methods: readonly string[], batch: number): void {
  const method = methods.map(findMethod).find(({ needs }) => needs.sources === 'many')
  if (method === undefined) return
  const { domains } = source.train
  if (domains === undefined) {
    throw new AppError(
      'invalid-input',
      `${method.label} learns from two or more source domains; one was given.`,
      'Give several source folders (--source A B C), or choose a method for one source.',
      'source',
    )
  }
  const count = new Set(domains).size
  if (shareOf(domains, batch) >= fewestOfEach) return
  throw new AppError(
    'invalid-input',
    `A batch of ${batch} holds fewer than ${fewestOfEach} images of each of ${count} source domains.`,
    `Set the batch to ${fewestOfEach * count} or more, and give every domain at least ${fewestOfEach} training images.`,
    'batch',
  )
}
