/** The source model as it is, for comparison: no adaptation at all. Statistics and weights stay those of training. */
import { z } from 'zod'
import { asTrained, classify, defineStreamMethod } from './stream-method'
import { createStreamSession } from './stream-session'

export const source = defineStreamMethod({
  id: 'source',
  label: 'Source model',
  summary: 'Answers with the model as it was trained.',
  paper: null,
  params: z.strictObject({}),
  assumes: { minimumBatch: 1, mixedClasses: false, because: 'It learns nothing from the stream.' },
  start: ({ model }) =>
    createStreamSession({
      adapted: [],
      replays: model,
      respond: (x) => ({ logits: classify(model.network, x, asTrained), metrics: {} }),
    }),
})
