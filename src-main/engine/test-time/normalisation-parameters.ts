/** Which of a network's variables belong to its normalisation layers: what most test-time methods adapt. */
import { AppError } from '@shared/contract/failure'
import type { NetworkVariable } from '../nn/network'
import type { StreamModel } from './stream-method'

/** Scales and offsets of all normalisation layers of the part that predicts. Throws `invalid-input` where the network has none. */
export function normalisationParameters({ variables }: StreamModel): NetworkVariable[] {
  const found = variables.filter(({ name, role }) => role === 'trained' && /\/(scale|offset)$/.test(name))
  if (found.length > 0) return found
  throw new AppError(
    'invalid-input',
    'This network has no normalisation layers, so there is nothing for the method to adapt.',
    'Train with digits-cnn-bn or resnet-bn, or choose lame or t3a, which leave the network as it is.',
    'method',
  )
}
