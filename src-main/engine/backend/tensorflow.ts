/** TensorFlow as the engine uses it: tfjs over the native library, its slow kernels and gradients replaced by native ones. */
import './registered-ops'

export type { Rank, Scalar, Tensor, Tensor1D, Tensor2D, Tensor4D, Variable } from '@tensorflow/tfjs-node-gpu'
export { tf } from './load-tensorflow'
