/** Layers without variables. */
import { type Tensor, type Tensor2D, type Tensor4D, tf } from '../../backend/tensorflow'
import type { Module } from '../network'

function stateless<In, Out>(forward: (x: In) => Out): Module<In, Out> {
  return { variables: [], forward }
}

/** max(x, 0), any shape. */
export function relu<T extends Tensor>(): Module<T, T> {
  return stateless((x: T) => tf.relu(x))
}

/** min(max(x, 0), 6), any shape. */
export function relu6<T extends Tensor>(): Module<T, T> {
  return stateless((x: T) => tf.relu6(x))
}

/** Largest of each side×side window, windows beside each other: [B,H,W,C] → [B,⌊H/side⌋,⌊W/side⌋,C]. */
export function maxPool(side: number): Module<Tensor4D, Tensor4D> {
  return stateless((x) => tf.maxPool(x, side, side, 'valid'))
}

/** Where a backbone's first stage ends: a pass that has something to change there does so. [B,H,W,C] → the same shape. */
export function earlyMaps(): Module<Tensor4D, Tensor4D> {
  return { variables: [], forward: (x, pass) => pass.onEarlyMaps?.(x) ?? x }
}

/** [B,H,W,C] → [B,H·W·C]. */
export function flatten(): Module<Tensor4D, Tensor2D> {
  return stateless((x) => tf.reshape(x, [x.shape[0], x.size / x.shape[0]]))
}

/** Mean over height and width: [B,H,W,C] → [B,C]. */
export function globalAveragePool(): Module<Tensor4D, Tensor2D> {
  return stateless((x) => tf.mean<Tensor2D>(x, [1, 2]))
}
