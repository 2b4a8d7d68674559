/** How many target labels a supervised method may read. */
import { z } from 'zod'
import type { LabelledBatch, StepBatch } from '../method'

export const shotsParam = z.number().int().min(1).max(1000).default(10).meta({
  title: 'Labelled target images',
  unit: 'a class',
  description: 'So many target labels of each class are read, through the ledger, and learnt from. All others stay sealed.',
})

/** The batch's labelled target images, which the loop draws for every method with `needs.target: 'few-labels'`. */
export function fewOf({ few }: StepBatch): LabelledBatch {
  if (few === undefined) throw new Error('the batch has no labelled target images')
  return few
}
