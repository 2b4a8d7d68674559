/** Activations by the names Keras gives them. */
import { type Tensor, tf } from '../../backend/tensorflow'
import { UnreadableTopology } from './model-topology'

type Activation = (x: Tensor) => Tensor

const activations: Readonly<Record<string, Activation>> = {
  linear: (x) => x,
  relu: (x) => tf.relu(x),
  relu6: (x) => tf.relu6(x),
  elu: (x) => tf.elu(x),
  selu: (x) => tf.selu(x),
  sigmoid: (x) => tf.sigmoid(x),
  tanh: (x) => tf.tanh(x),
  softplus: (x) => tf.softplus(x),
  softmax: (x) => tf.softmax(x),
  swish: (x) => tf.mul(x, tf.sigmoid(x)),
  silu: (x) => tf.mul(x, tf.sigmoid(x)),
}

/** @throws UnreadableTopology naming the layer and the known activations. */
export function findActivation(name: string, layer: string): Activation {
  const found = activations[name]
  if (found !== undefined) return found
  throw new UnreadableTopology(`its layer ${layer} has the activation ${name}; known are ${Object.keys(activations).join(', ')}`)
}
