/**
 * CoTTA: continual test-time adaptation (Wang et al., CVPR 2022, arXiv:2203.13591).
 *
 *   min over student θ of  1/B Σᵢ −Σ_k softmax(t(xᵢ))ₖ·log softmax(s_θ(xᵢ))ₖ
 *   θ' ← m·θ' + (1−m)·θ            teacher, after each update
 *   θ_j ← θ⁰_j with probability p   stochastic restoring of the source's weights
 *
 * t: the teacher's logits, averaged over augmentations of the batch where the source model is not sure of it (mean of its
 * largest probabilities below a threshold), else of the batch itself. All weights adapt; layers normalise with the batch's own
 * statistics. The teacher answers, before the update. Adam at 0.001. x [B,H,W,3].
 *
 * Deviation: the paper's eq. 3 averages predictions; as in the authors' code, logits are averaged here.
 */
import { z } from 'zod'
import { statelessUniform } from '../backend/ops/stateless-uniform'
import { type Scalar, type Tensor, type Tensor2D, type Tensor4D, tf } from '../backend/tensorflow'
import { consistency } from '../losses/consistency'
import { differentiate } from '../nn/gradients'
import { createMovingAverage } from '../nn/moving-average'
import type { NetworkVariable } from '../nn/network'
import type { RandomStream } from '../nn/random'
import { createVariable, prefixNames } from '../nn/variables'
import { withValues } from '../nn/with-values'
import { lightAugmentation } from './light-augmentation'
import { classify, defineStreamMethod, onBatchStatistics, type StreamModel, type StreamSession } from './stream-method'
import { createStreamOptimizer, streamOptimizerParams } from './stream-optimizer'
import { createStreamSession } from './stream-session'

const params = streamOptimizerParams({ optimizer: 'adam', learningRate: 1e-3 }).extend({
  teacherMomentum: z.number().min(0).max(1).default(0.999).meta({
    title: 'Teacher momentum m',
    description: 'Part of the teacher kept at each update.',
  }),
  augmentations: z.number().int().min(1).max(64).default(8).meta({
    title: 'Augmentations',
    unit: 'passes',
    description: 'Augmented passes averaged where the source model is unsure; 32 in the paper, each costs a forward pass.',
  }),
  confidence: z.number().min(0).max(1).default(0.92).meta({
    title: 'Confidence threshold',
    description: 'Below this mean confidence of the source model the batch is augmented; 0.92 in the paper for 10 classes.',
  }),
  restore: z.number().min(0).max(1).default(0.01).meta({
    title: 'Restore probability p',
    description: 'Chance of each weight to be put back to the source’s after an update.',
  }),
})

type CottaParams = z.output<typeof params>

export const cotta = defineStreamMethod({
  id: 'cotta',
  label: 'CoTTA',
  summary: 'A student follows an averaged teacher, and weights are now and then put back: made for streams that keep changing.',
  paper: {
    title: 'Continual Test-Time Domain Adaptation',
    authors: 'Wang, Fink, Van Gool, Dai',
    year: 2022,
    url: 'https://arxiv.org/abs/2203.13591',
  },
  params,
  assumes: { minimumBatch: 16, mixedClasses: true, because: 'It normalises with the batch’s statistics.' },
  start({ model, random }, chosen) {
    const augmentation = lightAugmentation(random)
    return createCottaSession({ model, params: chosen, augment: augmentation.apply, memory: augmentation.variables, random })
  },
})

export interface CottaPlan {
  readonly model: StreamModel
  readonly params: CottaParams
  /** The `call`-th augmentation of a batch, from 0: [B,H,W,3] → same shape. */
  augment(x: Tensor4D, call: number): Tensor4D
  /** Variables of the augmentation. */
  readonly memory: readonly NetworkVariable[]
  readonly random: RandomStream
  /** The teacher's and the source's weights where they are not the model's own, in the order of its trained variables. */
  readonly source?: readonly Tensor[]
}

/** The session behind `cotta`, with the augmentation given. */
export function createCottaSession({ model, params: chosen, augment, memory, random, source }: CottaPlan): StreamSession {
  const adapted = model.variables.filter(({ role }) => role === 'trained')
  const optimizer = createStreamOptimizer(adapted, chosen)
  const start = source ?? adapted.map(({ variable }) => variable as Tensor)
  const origin = adapted.map(({ name }, index) => createVariable(`cotta/${name}/source`, tf.clone(start[index]), 'slot'))
  const teacher = createMovingAverage(adapted, { decay: chosen.teacherMomentum, rampUp: 'none' })
  teacher.averages.forEach(({ variable }, index) => {
    variable.assign(start[index])
  })
  const counter = createVariable('cotta/restore', tf.tensor1d([random.integer(2 ** 31 - 1), 0], 'int32'), 'counter')
  const valuesOf = (variables: readonly NetworkVariable[]): Tensor[] => variables.map(({ variable }) => variable as Tensor)
  const forward = (x: Tensor4D): Tensor2D => classify(model.network, x, onBatchStatistics)

  const isSure = (x: Tensor4D): boolean =>
    tf.tidy(() => {
      const logits = withValues(adapted, valuesOf(origin), () => forward(x))
      return tf.mean(tf.max(tf.softmax(logits), 1)).dataSync()[0] >= chosen.confidence
    })
  const teach = (x: Tensor4D): Tensor2D =>
    teacher.use(() => {
      if (isSure(x)) return forward(x)
      const passes = Array.from({ length: chosen.augmentations }, (_, call) => tf.tidy(() => forward(augment(x, call))))
      return tf.div<Tensor2D>(tf.addN(passes), passes.length)
    })
  const restore = (): void => {
    adapted.forEach(({ variable }, index) => {
      tf.tidy(() => {
        const back = tf.less(statelessUniform(variable.shape, counter.variable), chosen.restore)
        variable.assign(tf.where(back, origin[index].variable as Tensor, variable as Tensor))
      })
    })
  }
  return createStreamSession({
    adapted,
    memory: [...optimizer.slots, ...prefixNames('cotta/teacher', [...teacher.averages, teacher.updates]), ...origin, counter, ...memory],
    pass: onBatchStatistics,
    respond(x) {
      const taught = teach(x)
      const { gradients } = differentiate(() => {
        const loss = tf.mean<Scalar>(consistency({ student: forward(x), teacher: taught }))
        return { loss, outputs: {} }
      }, adapted)
      optimizer.apply(gradients)
      teacher.update()
      if (chosen.restore > 0) restore()
      return { logits: taught, metrics: {} }
    },
  })
}
