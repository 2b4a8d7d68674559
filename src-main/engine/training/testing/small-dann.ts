/** DANN on the backbone that has everything a state can hold: weights, running statistics, dropout counters, moments. */
import { digitsCnnBn } from '../../backbones/digits-cnn-bn'
import { type Rank, tf } from '../../backend/tensorflow'
import { dann } from '../../methods/dann'
import type { Session } from '../../methods/method'
import { createRandom } from '../../nn/random'
import type { StepInput } from '../step-input'

const side = 16
const labels = [0, 1, 2, 0, 1, 2]
const totalSteps = 6

export function startSmallDann(seed: number): Session {
  const random = createRandom(seed)
  const normalisation = { mean: [0.5, 0.5, 0.5], std: [0.3, 0.3, 0.3] } as const
  return dann.start(
    {
      classes: 3,
      images: { source: labels.length, target: labels.length },
      totalSteps,
      random: random.fork('method'),
      createBackbone: () => digitsCnnBn.build({ imageSize: side, normalisation, random }, digitsCnnBn.params.parse({})),
    },
    dann.params.parse({}),
  )
}

/** Images that depend on the step only; the caller disposes the tensors. */
export function smallInput(session: Session, step: number): StepInput {
  const images = (seed: number) => tf.randomUniform<Rank.R4>([labels.length, side, side, 3], 0, 1, 'float32', seed)
  const index = () => tf.tensor1d([...labels.keys()], 'int32')
  const schedules = Object.entries(session.schedules(step / totalSteps)).map(([name, value]) => [name, tf.scalar(value)])
  return {
    batch: {
      source: { x: images(step + 1), y: tf.tensor1d(labels, 'int32'), index: index() },
      target: { x: images(step + 101), index: index() },
    },
    schedules: Object.fromEntries(schedules),
    phase: 'all',
  }
}

/** Every value of the state as text that is equal for equal bits. */
export function bitsOf(session: Session): Map<string, string> {
  return new Map([...session.state].map(([name, variable]) => [name, Buffer.from(variable.dataSync().slice().buffer).toString('base64')]))
}
