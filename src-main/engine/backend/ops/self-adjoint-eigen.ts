/** Eigenvalues and eigenvectors of a symmetric matrix, by TensorFlow's own solver. */
import { attribute, runKernelMany } from '../native'
import type { Tensor1D, Tensor2D } from '../tensorflow'

const attributes = [attribute.floatType('T'), attribute.flag('compute_v', true)]

export interface SelfAdjointEigen {
  /** [N], ascending. */
  readonly values: Tensor1D
  /** [N,N], one unit vector a column, in the order of the values; the sign of each is arbitrary. */
  readonly vectors: Tensor2D
}

/** a [N,N] float32, symmetric (its lower triangle is read). No gradient is recorded. */
export function selfAdjointEigen(a: Tensor2D): SelfAdjointEigen {
  const [values, vectors] = runKernelMany('SelfAdjointEigV2', attributes, [a], 2)
  return { values: values as Tensor1D, vectors: vectors as Tensor2D }
}
