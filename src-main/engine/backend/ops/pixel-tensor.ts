/** 8-bit pixels as floats, divided by TensorFlow: a loop in JavaScript takes longer than the rest of a small step's data. */
import { attribute, nativeBackend, runKernel, tensorFromNative } from '../native'
import { type Tensor4D, tf } from '../tensorflow'

/** pixels [B·H·W·3] uint8, not changed until the tensor is disposed → x [B,H,W,3] float32 in [0,1], p/255 rounded once; the caller disposes it. */
export function pixelTensor(pixels: Uint8Array, shape: readonly [number, number, number, number]): Tensor4D {
  const { binding } = nativeBackend()
  const types = [attribute.type('SrcT', binding.TF_UINT8), attribute.type('DstT', binding.TF_FLOAT)]
  const bytes = binding.createTensor([...shape], binding.TF_UINT8, pixels)
  try {
    const [output] = binding.executeOp('Cast', types, [bytes], 1)
    return tf.tidy(() => runKernel('RealDiv', [attribute.floatType('T')], [tensorFromNative(output), tf.scalar(255)]) as Tensor4D)
  } finally {
    binding.deleteTensor(bytes)
  }
}
