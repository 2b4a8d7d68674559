/** Episodes as parameters of few-shot methods. */
import { z } from 'zod'

const group = 'Episodes'

export const episodeParams = {
  ways: z.number().int().min(2).max(100).default(5).meta({
    title: 'Ways N',
    unit: 'classes',
    group,
    description: 'New classes in an episode of the evaluation; fewer where the target has fewer.',
  }),
  shots: z.number().int().min(1).max(20).default(5).meta({
    title: 'Shots K',
    unit: 'images',
    group,
    description: 'Images that stand for a class, in training and evaluation.',
  }),
  queries: z.number().int().min(1).max(50).default(10).meta({
    title: 'Queries',
    unit: 'images a class',
    group,
    description: 'Images of each class to be recognised in an episode.',
  }),
  trainWays: z.number().int().min(2).max(60).default(10).meta({
    title: 'Training ways',
    unit: 'classes',
    group,
    description: 'Classes in a training episode; more make it harder. Fewer where the source has fewer.',
  }),
  episodes: z.number().int().min(10).max(5000).default(600).meta({
    title: 'Evaluated episodes',
    group,
    description: 'Episodes over the new classes, drawn by the seed; the interval is over them.',
  }),
}
