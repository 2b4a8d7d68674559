/** Decodes JPEGs to small squares: many in one call of TensorFlow, whose own threads share them out among all cores, and then squashed. */
import { constant, type GraphNode, placeholder } from '../backend/graph/graph-def'
import { loadGraph, type NativeGraph } from '../backend/graph/native-graph'
import { attribute, nativeBackend } from '../backend/native'
import { tf } from '../backend/tensorflow'
import { maxPixels } from './image-header'
import { type RgbImage, scoped } from './native-image'
import { squash } from './squash'

/** What JPEG can be scaled down by while it is decoded: coefficients beyond the wanted size are never computed. */
export const jpegRatios = [8, 4, 2, 1] as const
export type JpegRatio = (typeof jpegRatios)[number]

export interface JpegFile {
  readonly bytes: Uint8Array
  /** Size in pixels as stored. */
  readonly width: number
  readonly height: number
}

/** Images of one call: graphs are kept for these numbers of them, so that few graphs serve any number. */
const shares = [16, 8, 4, 2, 1] as const
/** As many as one image may have: a progressive JPEG is held at full size while it is decoded, so memory does not grow with the share. */
const mostPixels = maxPixels
const graphs = new Map<string, NativeGraph>()

/** A JPEG is scaled down while it is decoded as far as the wanted size allows. */
export function jpegRatio({ width, height }: Pick<JpegFile, 'width' | 'height'>, size: number): JpegRatio {
  return jpegRatios.find((ratio) => Math.min(width, height) >= ratio * size) ?? 1
}

/** Decoded and squashed with the antialiased triangle filter (Pillow's `draft`, then BILINEAR): [size, size, 3] uint8 each; null for damaged data. */
export function decodeJpegs(files: readonly JpegFile[], size: number): (Uint8Array | null)[] {
  const squares = new Array<Uint8Array | null>(files.length).fill(null)
  for (const ratio of jpegRatios) {
    const places = [...files.keys()].filter((at) => jpegRatio(files[at], size) === ratio)
    for (let start = 0; start < places.length; ) {
      const share = nextShare(places.slice(start), files)
      const decoded = decodeShare(
        share.map((at) => files[at]),
        { ratio, size },
      )
      for (const [at, place] of share.entries()) squares[place] = decoded[at]
      start += share.length
    }
  }
  return squares
}

function nextShare(places: readonly number[], files: readonly JpegFile[]): readonly number[] {
  const fits = (count: number): boolean => {
    const pixels = places.slice(0, count).reduce((sum, at) => sum + files[at].width * files[at].height, 0)
    return count <= places.length && pixels <= mostPixels
  }
  return places.slice(0, shares.find(fits) ?? 1)
}

interface Scale {
  readonly ratio: JpegRatio
  readonly size: number
}

/** One damaged image fails the whole graph, so halves are tried until it stands alone. */
function decodeShare(files: readonly JpegFile[], scale: Scale): (Uint8Array | null)[] {
  const pictures = tryShare(files, scale.ratio)
  if (pictures !== null) {
    return pictures.map((picture, at) => {
      const { width, height } = files[at]
      return squash(picture, scale.size, { width: width / scale.ratio, height: height / scale.ratio })
    })
  }
  if (files.length === 1) return [null]
  const half = files.length / 2
  return [...decodeShare(files.slice(0, half), scale), ...decodeShare(files.slice(half), scale)]
}

/** Null when one of them is damaged, or another size than its header said. */
function tryShare(files: readonly JpegFile[], ratio: JpegRatio): RgbImage[] | null {
  const sizes = files.map(({ width, height }) => ({ width: Math.ceil(width / ratio), height: Math.ceil(height / ratio) }))
  const bytes = sizes.reduce((sum, { width, height }) => sum + width * height * 3, 0)
  const missing = (4 - (bytes % 4)) % 4
  const graph = graphFor(ratio, files.length)
  const words = scoped(() => {
    const inputs = [tf.tensor1d([missing], 'int32'), ...files.map((file) => tf.scalar(file.bytes, 'string'))]
    try {
      return graph.run(inputs)[0].dataSync<'int32'>()
    } catch {
      return null
    }
  })
  if (words?.byteLength !== bytes + missing) return null
  let at = words.byteOffset
  return sizes.map(({ width, height }) => {
    const pixels = new Uint8Array(words.buffer, at, width * height * 3)
    at += pixels.length
    return { width, height, pixels }
  })
}

function graphFor(ratio: JpegRatio, count: number): NativeGraph {
  const key = `${ratio}/${count}`
  const known = graphs.get(key)
  if (known) return known
  const slots = Array.from({ length: count }, (_, index) => slotOf(ratio, index))
  const graph = loadGraph({
    nodes: [...sharedNodes(slots.map(({ result }) => result)), ...slots.flatMap(({ nodes }) => nodes)],
    feeds: ['missing', ...slots.map(({ feed }) => feed)],
    fetches: ['words'],
  })
  graphs.set(key, graph)
  return graph
}

const { TF_UINT8: uint8, TF_INT32: int32 } = nativeBackend().binding
const typed = (name: string, type: number) => attribute.type(name, type)

/** The pictures one after the other, filled up to whole words: TensorFlow.js cannot read bytes, but the same as int32. */
function sharedNodes(pictures: readonly string[]): GraphNode[] {
  return [
    placeholder('missing', { shape: [1], dtype: int32 }),
    constant('first', { shape: [], dtype: int32, data: Int32Array.of(0) }),
    constant('zero', { shape: [], dtype: uint8, data: Uint8Array.of(0) }),
    constant('flat', { shape: [1], dtype: int32, data: Int32Array.of(-1) }),
    constant('by-four', { shape: [2], dtype: int32, data: Int32Array.of(-1, 4) }),
    node('padding', 'Fill', ['missing', 'zero'], [typed('T', uint8), typed('index_type', int32)]),
    node(
      'bytes',
      'ConcatV2',
      [...pictures, 'padding', 'first'],
      [attribute.whole('N', pictures.length + 1), typed('T', uint8), typed('Tidx', int32)],
    ),
    node('fours', 'Reshape', ['bytes', 'by-four'], [typed('T', uint8), typed('Tshape', int32)]),
    node('words', 'Bitcast', ['fours'], [typed('T', uint8), typed('type', int32)]),
  ]
}

/** One image's way from a file's bytes to its pixels. */
function slotOf(ratio: JpegRatio, index: number): { readonly nodes: GraphNode[]; readonly feed: string; readonly result: string } {
  const [feed, decoded, result] = ['file', 'decoded', 'flat-picture'].map((part) => `${part}${index}`)
  const nodes = [
    placeholder(feed, { shape: [], dtype: nativeBackend().getDTypeInteger('string') }),
    node(decoded, 'DecodeJpeg', [feed], [attribute.whole('channels', 3), exactDct, attribute.whole('ratio', ratio)]),
    node(result, 'Reshape', [decoded, 'flat'], [typed('T', uint8), typed('Tshape', int32)]),
  ]
  return { nodes, feed, result }
}

/** The default method is coarser, no faster where coefficients are left out, and its result depends on the build. */
const exactDct = attribute.text('dct_method', 'INTEGER_ACCURATE')

function node(name: string, op: string, inputs: readonly string[], attributes: GraphNode['attributes']): GraphNode {
  return { name, op, inputs, attributes }
}
