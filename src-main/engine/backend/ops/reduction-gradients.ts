/** Gradients of sum and mean as one broadcast; stock tfjs multiplies by a tensor of ones that it fills in JavaScript. */
import type { NamedAttrMap, Tensor } from '@tensorflow/tfjs-node-gpu'
import { tf } from '../load-tensorflow'
import { attribute, runKernel } from '../native'

const attributes = [attribute.floatType('T'), attribute.int32Type('Tidx')]

/** tf.sum and tf.mean over any axes of float32 tensors: dx = dy, or dy/n, spread over the n entries that made each output. */
export function registerReductionGradients(): void {
  register('Sum', (dy) => dy)
  register('Mean', (dy, count) => tf.div(dy, count))
}

function register(kernelName: 'Sum' | 'Mean', share: (dy: Tensor, count: number) => Tensor): void {
  tf.registerGradient({
    kernelName,
    inputsToSave: ['x'],
    gradFunc: (dy, [x], attrs) => ({
      x: () => spread(dy as Tensor, x, { share, axis: (attrs as NamedAttrMap).axis as number | number[] }),
    }),
  })
}

function spread(
  dy: Tensor,
  x: Tensor,
  { share, axis }: { readonly axis: number | number[]; share(dy: Tensor, count: number): Tensor },
): Tensor {
  const axes = tf.util.parseAxisParam(axis, x.shape)
  const kept = x.shape.map((side, place) => (axes.includes(place) ? 1 : side))
  const count = tf.util.sizeFromShape(x.shape) / Math.max(1, tf.util.sizeFromShape(kept))
  const expanded = tf.reshape(share(dy, count), kept)
  return x.rank === 0 ? expanded : runKernel('BroadcastTo', attributes, [expanded, tf.tensor1d(x.shape, 'int32')])
}
