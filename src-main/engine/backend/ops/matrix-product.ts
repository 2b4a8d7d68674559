/** Products of two matrices by TensorFlow's MatMul; tfjs-node calls the batched kernel for them too, which TensorFlow cannot fuse. */
import { attribute, runKernel } from '../native'
import { replaceKernel } from '../replace-kernel'

/** tf.matMul: a [M,K] × b [K,N] → [M,N], either transposed; with leading dimensions the batched kernel, which broadcasts them. */
export function registerMatrixProduct(): void {
  replaceKernel('BatchMatMul', ({ inputs: { a, b }, attributes: { transposeA, transposeB } }) => {
    const flags = (first: string, second: string) => [
      attribute.typeOf('T', a),
      attribute.flag(first, transposeA === true),
      attribute.flag(second, transposeB === true),
    ]
    if (a.shape.length === 2 && b.shape.length === 2) return runKernel('MatMul', flags('transpose_a', 'transpose_b'), [a, b])
    return runKernel('BatchMatMulV2', flags('adj_x', 'adj_y'), [a, b])
  })
}
