/** Distillation with Hinton's T², and its other forms. */
import { type Tensor, type Tensor2D, tf } from '../../../backend/tensorflow'
import { distillation as distil } from '../../../losses/distillation'
import { defineGoldenAdapter, withGradients } from '../golden-adapter'

export const distillation = defineGoldenAdapter({
  name: 'distillation',
  leaves: { loss_ce: 'the cross-entropy form, which has the same gradient' },
  run(inputs) {
    const teacher = inputs.tensor('teacher')
    const temperature = inputs.param('T')
    const loss = (student: Tensor) => distil(student as Tensor2D, teacher, temperature)
    return withGradients(
      { student: inputs.tensor('student') },
      { loss: ({ student }) => loss(student), loss_tllib: ({ student }) => tf.div(loss(student), temperature ** 2) },
    )
  },
})
