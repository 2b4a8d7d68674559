/** The nets a to d that the benches train, by letter: session, image size and batch. */
import { digitsCnn } from '../../src-main/engine/backbones/digits-cnn'
import { resnetBn } from '../../src-main/engine/backbones/resnet-bn'
import { reverseGradient } from '../../src-main/engine/backend/ops/gradient-reversal'
import { type Scalar, type Tensor2D, tf } from '../../src-main/engine/backend/tensorflow'
import { crossEntropy } from '../../src-main/engine/losses/cross-entropy'
import { domainAdversarial } from '../../src-main/engine/losses/domain-adversarial'
import type { Session, StepBatch } from '../../src-main/engine/methods/method'
import { createTrainedSession } from '../../src-main/engine/methods/shared/trained-session'
import { type TrainingParams, trainingParams } from '../../src-main/engine/methods/shared/training-params'
import type { FeatureExtractor } from '../../src-main/engine/nn/network'
import { createRandom } from '../../src-main/engine/nn/random'
import { benchClasses } from './bench-data'

export interface BenchNet {
  readonly summary: string
  readonly size: number
  /** Images of a step: the source's, and as many of the target where the net takes both. */
  readonly batch: { readonly source: number; readonly target: number }
  start(): Session
}

const normalisation = { mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] } as const
const training = { training: true }
const adam = trainingParams.parse({})
const momentum = trainingParams.parse({ optimizer: 'sgd', learningRate: 0.01 })

export const trainingNets: Readonly<Record<'a' | 'b' | 'c' | 'd', BenchNet>> = {
  a: {
    summary: 'DANN, digits CNN, 28 px, SGD with momentum',
    size: 28,
    batch: { source: 32, target: 32 },
    start: () => startDann(digitsCnn.build({ imageSize: 28, normalisation, random: createRandom(0) }, {}), momentum),
  },
  b: {
    summary: 'DANN, residual network with batch norm, 32 px, Adam',
    size: 32,
    batch: { source: 64, target: 64 },
    start: () => startDann(residualNet(), adam),
  },
  c: {
    summary: 'Tent on the residual network, Adam on batch norm only',
    size: 32,
    batch: { source: 200, target: 0 },
    start: () => startTent(),
  },
  d: {
    summary: 'supervised training of the residual network, Adam',
    size: 32,
    batch: { source: 128, target: 0 },
    start: () => startSupervised(),
  },
}

export const residualNet = () => resnetBn.build({ imageSize: 32, normalisation, random: createRandom(0) }, resnetBn.params.parse({}))

/** Both domains pass through the network together, as the peer's do. */
function startDann(net: ReturnType<typeof residualNet>, params: TrainingParams): Session {
  const { features } = net
  const [head, discriminator] = [net.createHead(benchClasses), net.createDiscriminator()]
  return createTrainedSession({
    parts: { features, head, discriminator },
    params,
    objective({ source, target }: StepBatch) {
      if (target === undefined) throw new Error('the batch has no target images')
      const count = source.x.shape[0]
      const both = features.forward(tf.concat([source.x, target.x]), training)
      const sourceFeatures = tf.slice(both, [0, 0], [count, -1])
      const reversed = discriminator.forward(reverseGradient(both, tf.scalar(0.5)), training)
      const domains = { source: tf.slice(reversed, [0, 0], [count, -1]), target: tf.slice(reversed, [count, 0], [-1, -1]) }
      const loss = tf.add(crossEntropy(head.forward(sourceFeatures, training), source.y), tf.mul(domainAdversarial(domains), 2)) as Scalar
      return { loss, metrics: { loss } }
    },
  })
}

/** Entropy of the predictions; nothing but batch norm's scale and offset is trained. */
function startTent(): Session {
  const net = residualNet()
  const frozen = (part: FeatureExtractor): FeatureExtractor => ({
    ...part,
    variables: part.variables.map((one) => (/(scale|offset)$/.test(one.name) ? one : { ...one, role: 'statistic' })),
  })
  const features = frozen(net.features)
  const head = net.createHead(benchClasses)
  return createTrainedSession({
    parts: { features, head: { ...head, variables: head.variables.map((one) => ({ ...one, role: 'statistic' })) } },
    params: adam,
    objective({ source }: StepBatch) {
      const logits = head.forward(features.forward(source.x, training), training)
      const loss = tf.neg(tf.mean(tf.sum(tf.mul(tf.softmax(logits), tf.logSoftmax(logits)), 1))) as Scalar
      return { loss, metrics: { loss } }
    },
  })
}

function startSupervised(): Session {
  const { features, createHead } = residualNet()
  const head = createHead(benchClasses)
  return createTrainedSession({
    parts: { features, head },
    params: adam,
    objective({ source }: StepBatch) {
      const loss = crossEntropy(head.forward(features.forward(source.x, training), training) as Tensor2D, source.y)
      return { loss, metrics: { loss } }
    },
  })
}
