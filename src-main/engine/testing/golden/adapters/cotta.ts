/** CoTTA's loss, and two of its steps with the reference's fixed augmentations. */
import { type Rank, type Tensor2D, type Tensor4D, tf } from '../../../backend/tensorflow'
import { consistency } from '../../../losses/consistency'
import { chain } from '../../../nn/chain'
import { dense } from '../../../nn/layers/dense'
import { flatten, relu } from '../../../nn/layers/stateless'
import { createRandom } from '../../../nn/random'
import { createCottaSession } from '../../../test-time/cotta'
import type { StreamModel } from '../../../test-time/stream-method'
import { defineGoldenAdapter, type GoldenOutput, type GoldenOutputs, withGradients } from '../golden-adapter'
import type { GoldenInputs } from '../golden-inputs'
import { asImages, smallModel, valuesOf } from '../small-networks'

const random = createRandom(0)
const weights = { W1: 'features/dense/kernel', b1: 'features/dense/bias', W2: 'head/last/kernel', b2: 'head/last/bias' } as const

export const cotta = defineGoldenAdapter({
  name: 'cotta',
  run: (inputs) => (inputs.has('student') ? lossOf(inputs) : stepsOf(inputs)),
})

function lossOf(inputs: GoldenInputs): GoldenOutputs {
  const teacher = inputs.tensor('teacher')
  const student = inputs.tensor('student')
  const { values, gradients } = withGradients(
    { student },
    { loss: (given) => tf.mean(consistency({ student: given.student as Tensor2D, teacher })) },
  )
  return { values: { ...values, per_sample: consistency({ student, teacher }) }, gradients }
}

function stepsOf(inputs: GoldenInputs): GoldenOutputs {
  const source = Object.keys(weights).map((name) => inputs.tensor<Rank>(name))
  const model = buildModel(inputs)
  const session = createCottaSession({
    model,
    source,
    params: {
      optimizer: 'adam',
      learningRate: inputs.param('lr'),
      teacherMomentum: inputs.param('mt'),
      augmentations: inputs.param('n_aug'),
      confidence: inputs.param('ap'),
      restore: 0,
    },
    augment: (x, call) => tf.add<Tensor4D>(tf.mul(x, 1 + (0.02 * (call - 15.5)) / 15.5), 0.01 * ((call % 3) - 1)),
    memory: [],
    random,
  })
  const values: Record<string, GoldenOutput> = {}
  for (const step of [1, 2]) {
    const { logits } = session.respond(asImages(inputs.tensor(`x${step}`)))
    for (const key of [`outputs${step}`, `outputs_step${step}`]) values[key] = logits
    for (const [name, variable] of Object.entries(weights)) {
      const student = valuesOf(model.variables, variable)
      const teacher = session.adapted.get(`cotta/teacher/${variable}`)?.dataSync<'float32'>().slice() ?? []
      // The other stepwise cases have both ways of naming a value after a step.
      for (const suffix of [`_step${step}`, `${step}`, `_${step}`]) {
        values[`student_${name}${suffix}`] = values[`${name}${suffix}`] = student
        values[`teacher_${name}${suffix}`] = teacher
      }
    }
  }
  return { values }
}

function buildModel(inputs: GoldenInputs): StreamModel {
  const [width, hidden] = inputs.shape('W1')
  const classes = inputs.shape('W2')[1]
  const features = chain('flatten', flatten())
    .add('dense', dense({ inputs: width, outputs: hidden, random }))
    .add('relu', relu())
  const given = (name: string): string => (inputs.has(`student_${name}`) ? `student_${name}` : name)
  return smallModel(inputs, {
    features,
    lastLayer: dense({ inputs: hidden, outputs: classes, random }),
    classes,
    weights: Object.fromEntries(Object.entries(weights).map(([name, variable]) => [variable, given(name)])),
  })
}
