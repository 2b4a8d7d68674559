/** TensorFlow's image ops on plain bytes. Pixels cross the binding as bytes: the usual int32 tensors take four times the memory and time. */
import { type Tensor, tf } from '../backend/tensorflow'

/** Height, width and channels of decoded pixels, row by row. */
export interface RawImage {
  readonly width: number
  readonly height: number
  readonly channels: 3 | 4
  /** [height, width, channels] uint8. */
  readonly pixels: Uint8Array
}

/** An image without transparency. */
export type RgbImage = Omit<RawImage, 'channels'>

type DecodeOp = 'DecodePng' | 'DecodeJpeg' | 'DecodeImage'

/** Decodes with one of TensorFlow's decoders. 16-bit samples keep their upper byte. Throws the binding's error for what it refuses. */
export function decodeNative(op: DecodeOp, bytes: Uint8Array, channels: 3 | 4): RawImage {
  const { binding, execute } = native()
  const attributes: Attribute[] = [{ name: 'channels', type: binding.TF_ATTR_INT, value: channels }]
  // The default method is faster and coarser, and its result depends on the build.
  if (op === 'DecodeJpeg') attributes.push({ name: 'dct_method', type: binding.TF_ATTR_STRING, value: 'INTEGER_ACCURATE' })
  if (op === 'DecodeImage') attributes.push({ name: 'expand_animations', type: binding.TF_ATTR_BOOL, value: false })
  return scoped(() => {
    const image = execute(op, attributes, [tf.scalar(bytes, 'string')])
    const [height, width] = image.shape as [number, number]
    return { width, height, channels, pixels: bytesOf(image) }
  })
}

/** PNG bytes of an RGB image. pixels [height, width, 3] uint8. */
export async function encodePng(image: RgbImage): Promise<Uint8Array> {
  const tensor = tf.tensor3d(image.pixels, [image.height, image.width, 3], 'int32')
  try {
    return await tf.node.encodePng(tensor)
  } finally {
    tensor.dispose()
  }
}

/** JPEG bytes of an RGB image with as little loss as the format has: quality 100, colours at full size. pixels [height, width, 3] uint8. */
export async function encodeFineJpeg(image: RgbImage): Promise<Uint8Array> {
  const tensor = tf.tensor3d(image.pixels, [image.height, image.width, 3], 'int32')
  try {
    return await tf.node.encodeJpeg(tensor, 'rgb', 100, false, false, false)
  } finally {
    tensor.dispose()
  }
}

/** The bytes behind a uint8 tensor: TensorFlow.js cannot read that type, but it can read the same bytes as int32. */
function bytesOf(image: Tensor): Uint8Array {
  const { binding, execute } = native()
  const missing = (4 - (image.size % 4)) % 4
  let padded = image
  if (missing > 0) {
    const padding = tf.tensor2d([0, missing], [1, 2], 'int32')
    padded = execute(
      'Pad',
      [typeAttribute('T', binding.TF_UINT8), typeAttribute('Tpaddings', binding.TF_INT32)],
      [reshapeBytes(image, [-1]), padding],
    )
  }
  const words = execute(
    'Bitcast',
    [typeAttribute('T', binding.TF_UINT8), typeAttribute('type', binding.TF_INT32)],
    [reshapeBytes(padded, [-1, 4])],
  )
  const data = words.dataSync()
  return new Uint8Array(data.buffer, data.byteOffset, image.size)
}

function reshapeBytes(tensor: Tensor, shape: readonly number[]): Tensor {
  const { binding, execute } = native()
  const target = tf.tensor1d([...shape], 'int32')
  return execute('Reshape', [typeAttribute('T', binding.TF_UINT8), typeAttribute('Tshape', binding.TF_INT32)], [tensor, target])
}

interface Attribute {
  readonly name: string
  readonly type: number
  readonly value: string | number | boolean
}

interface NativeBackend {
  readonly binding: Readonly<Record<'TF_ATTR_INT' | 'TF_ATTR_STRING' | 'TF_ATTR_BOOL' | 'TF_ATTR_TYPE' | 'TF_UINT8' | 'TF_INT32', number>>
  executeSingleOutput(op: string, attributes: readonly Attribute[], inputs: readonly Tensor[]): Tensor
}

function native() {
  const backend = tf.backend() as unknown as NativeBackend
  const execute = (op: string, attributes: readonly Attribute[], inputs: readonly Tensor[]): Tensor =>
    backend.executeSingleOutput(op, attributes, inputs)
  return { binding: backend.binding, execute }
}

function typeAttribute(name: string, value: number): Attribute {
  return { name, type: native().binding.TF_ATTR_TYPE, value }
}

/** `tf.tidy` for host values: tidy itself walks through a returned array element by element in search of tensors. */
export function scoped<T>(work: () => T): T {
  let result: { readonly value: T } | undefined
  tf.tidy(() => {
    result = { value: work() }
  })
  return (result as { readonly value: T }).value
}
