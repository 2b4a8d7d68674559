/** The margin disparity with the reference's ε, and its target term without (`target_doc`, the paper's). */
import type { Tensor2D } from '../../../backend/tensorflow'
import { marginDisparity } from '../../../losses/margin-disparity'
import { defineGoldenAdapter, withGradients } from '../golden-adapter'

type Given = Readonly<Record<'y_s' | 'y_s_adv' | 'y_t' | 'y_t_adv', Tensor2D>>

export const mdd = defineGoldenAdapter({
  name: 'mdd',
  run(inputs) {
    const disparity = ({ y_s, y_s_adv, y_t, y_t_adv }: Given, epsilon?: number) =>
      marginDisparity(
        {
          source: { main: y_s, adversarial: y_s_adv },
          target: { main: y_t, adversarial: y_t_adv },
        },
        { gamma: inputs.param('margin'), ...(epsilon === undefined ? {} : { epsilon }) },
      )
    const tensors = {
      y_s: inputs.tensor('y_s'),
      y_s_adv: inputs.tensor('y_s_adv'),
      y_t: inputs.tensor('y_t'),
      y_t_adv: inputs.tensor('y_t_adv'),
    }
    return withGradients(tensors, {
      loss: (given) => disparity(given).total,
      loss_source: (given) => disparity(given).source,
      loss_target: (given) => disparity(given).target,
      target_doc: (given) => disparity(given, 0).target,
    })
  },
})
