/** The step that candidates are measured with: supervised training of the small ResNet, compiled as in a run. */
import { resnetBn } from '../backbones/resnet-bn'
import { type Rank, tf } from '../backend/tensorflow'
import { sourceOnly } from '../methods/source-only'
import { createRandom } from '../nn/random'
import { createStepRunner } from '../training/step-runner'

const batch = 64
const side = 32
const normalisation = { mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] } as const

/** Steps per second over about `seconds`, after a few to warm up. */
export function measureSteps(seconds: number): number {
  const random = createRandom('tuning')
  const session = sourceOnly.start(
    {
      classes: 10,
      images: { source: batch, target: batch },
      totalSteps: 1,
      random,
      createBackbone: () => resnetBn.build({ imageSize: side, normalisation, random }, resnetBn.params.parse({})),
    },
    sourceOnly.params.parse({}),
  )
  const runner = createStepRunner({ session, mode: 'auto' })
  const once = (): void => {
    tf.tidy(() => {
      const x = tf.randomUniform<Rank.R4>([batch, side, side, 3], 0, 1, 'float32', 1)
      const source = { x, y: tf.zeros<Rank.R1>([batch], 'int32'), index: tf.range(0, batch, 1, 'int32') }
      runner.run({ batch: { source }, schedules: { learningRate: tf.scalar(1e-3) }, phase: 'all' }).classLoss.dataSync()
    })
  }
  try {
    for (let warm = 0; warm < 4; warm++) once()
    const beganMs = performance.now()
    let steps = 0
    while (performance.now() - beganMs < 1000 * seconds) {
      once()
      steps++
    }
    return (1000 * steps) / (performance.now() - beganMs)
  } finally {
    runner.dispose()
    session.dispose()
  }
}
