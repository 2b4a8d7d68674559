/**
 * T3A: test-time classifier adjustment (Iwasawa & Matsuo, NeurIPS 2021).
 *
 * The last layer is replaced by class prototypes that grow with the stream (`prototype-memory.ts` has the equations); nothing is
 * differentiated. A batch joins the sets before it is answered, as in the paper's algorithm 1, which uses predictions only.
 * ẑ [B,E] → logits [B,K]. Where the paper's code means to keep everything by M = −1 it drops one support of each class; here
 * `keep` 0 does keep everything.
 */
import { z } from 'zod'
import { tf } from '../backend/tensorflow'
import { createPrototypeMemory, readLayer } from './prototype-memory'
import { asTrained, defineStreamMethod } from './stream-method'
import { createStreamSession } from './stream-session'

export const t3a = defineStreamMethod({
  id: 't3a',
  label: 'T3A',
  summary: 'Replaces the last layer by class prototypes that follow the stream; no gradient is taken.',
  paper: {
    title: 'Test-Time Classifier Adjustment Module for Model-Agnostic Domain Generalization',
    authors: 'Iwasawa, Matsuo',
    year: 2021,
    url: 'https://proceedings.neurips.cc/paper/2021/hash/1415fe9fea0fa1e45dddcff5682239a0-Abstract.html',
  },
  params: z.strictObject({
    keep: z.number().int().min(0).max(5000).default(100).meta({
      title: 'Supports a class M',
      unit: 'images',
      description: 'The most certain images kept for each class; 0 keeps all.',
    }),
  }),
  assumes: { minimumBatch: 1, mixedClasses: false, because: 'Prototypes gather over the whole stream.' },
  start({ model: { network, classes } }, { keep }) {
    const begin = () => createPrototypeMemory({ ...readLayer(network.head.lastLayer), classes, keep: (size) => (keep === 0 ? size : keep) })
    let memory = begin()
    return createStreamSession({
      adapted: [],
      forget() {
        memory = begin()
      },
      respond(x) {
        const hidden = network.head.hidden(network.features.forward(x, asTrained), asTrained).dataSync<'float32'>()
        memory.add(hidden)
        const logits = tf.tensor2d(memory.classify(hidden), [x.shape[0], classes])
        return { logits, metrics: { supports: tf.scalar(memory.size) } }
      },
    })
  },
})
