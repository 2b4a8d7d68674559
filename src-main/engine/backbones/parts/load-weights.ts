/** Puts pretrained values into a network's variables. */
import { AppError } from '@shared/contract/failure'
import { assign } from '../../backend/assign'
import { type Rank, tf } from '../../backend/tensorflow'
import type { NetworkVariable } from '../../nn/network'
import type { WeightTable } from '../backbone'

/** Running statistics are pretrained once: each domain begins with them. */
const statisticOfTarget = /(^|\/)target-(running-(mean|variance))$/

/**
 * Every variable gets the values of its name. `network` is what the table belongs to, for the message.
 * @throws AppError `invalid-input` where a value is missing or of another shape.
 */
export function loadWeights(variables: readonly NetworkVariable[], table: WeightTable, network: string): void {
  for (const { name, variable } of variables) {
    const values = table.get(name.replace(statisticOfTarget, '$1$2'))
    if (values === undefined || values.shape.join() !== variable.shape.join()) {
      const found = values === undefined ? 'missing' : `[${values.shape.join()}]`
      throw new AppError(
        'invalid-input',
        `The weights of ${network} do not fit this network: ${name} should be [${variable.shape.join()}] and is ${found}.`,
        'Provide them again; npm run doctor says how.',
      )
    }
    assign<Rank>(variable, () => tf.tensor(values.data, variable.shape, 'float32'))
  }
}
