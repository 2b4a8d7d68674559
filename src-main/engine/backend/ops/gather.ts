/** Rows by index without a look at the indices: tfjs-node reads them back to JavaScript to check them, which TensorFlow does itself. */
import { tf } from '../load-tensorflow'
import { attribute, runKernel } from '../native'
import { replaceKernel } from '../replace-kernel'

/** tf.gather along an axis. @throws TensorFlow's own error where an index lies outside, on the CPU. */
export function registerGather(): void {
  replaceKernel('GatherV2', ({ inputs: { x, indices }, attributes: { axis, batchDims } }) => {
    const attributes = [
      attribute.whole('batch_dims', batchDims as number),
      attribute.typeOf('Tparams', x),
      attribute.typeOf('Tindices', indices),
      attribute.int32Type('Taxis'),
    ]
    return tf.tidy(() => runKernel('GatherV2', attributes, [x, indices, tf.scalar(axis as number, 'int32')]))
  })
}
