/** A picture of any size made a square, larger or smaller: an antialiased triangle filter along both axes, as Pillow's BILINEAR (`Image.resize`). */
import { openKernel, PAGE_BYTES, vectorMemory } from '../simd/assemble'
import { columnsModule, rowsModule } from '../simd/squash-kernels'
import type { RgbImage } from './native-image'

/** Source rows are brought to the kernels in strips of at most so many bytes, which the processor's cache holds, or one row. */
const STRIP_BYTES = 1024 * 1024
const FLOAT = 4
/** Kernels read and write a little beyond what they are told; areas start on whole vectors. */
const MARGIN = 32

/**
 * → [size, size, 3] uint8, halves rounded to even. `extent`: what the square shows, in pixels of the picture, where that is not the
 * whole of it: a JPEG that was scaled while decoded has its last row and column only partly filled.
 */
export function squash(
  { width, height, pixels }: RgbImage,
  size: number,
  extent: Pick<RgbImage, 'width' | 'height'> = { width, height },
): Uint8Array<ArrayBuffer> {
  const across = filterOf(width, { extent: extent.width, size })
  const down = filterOf(height, { extent: extent.height, size })
  const rowBytes = width * 3
  const stripRows = Math.min(height, Math.max(1, Math.floor(STRIP_BYTES / rowBytes)))
  const areas = layOut({
    spans: spanBytes(across) * size,
    weights: down.taps * size * FLOAT,
    row: (rowBytes + across.taps * 3) * FLOAT,
    out: size * size * 3,
    strip: stripRows * rowBytes,
  })
  const { memory, setRows, addRows, sumColumns } = kernels(areas.end, across.taps)
  writeSpans(across, memory, areas.spans)
  memory.floats.set(down.weights, areas.weights / FLOAT)
  // Read with weights of zero, where anything but a number would spoil the sum.
  memory.floats.fill(0, areas.row / FLOAT + rowBytes, areas.out / FLOAT)
  const rowEnd = areas.row + rowBytes * FLOAT
  let strip = { from: 0, to: 0 }
  for (let y = 0; y < size; y++) {
    const first = down.first[y]
    const end = first + down.counts[y]
    for (let at = first; at < end; ) {
      // A span that a strip can hold is never cut in two, since the next one overlaps it.
      if (at < strip.from || at >= strip.to || (end > strip.to && end - first <= stripRows)) {
        strip = { from: at, to: Math.min(height, at + stripRows) }
        memory.bytes.set(pixels.subarray(strip.from * rowBytes, strip.to * rowBytes), areas.strip)
      }
      const sumRows = at === first ? setRows : addRows
      const to = Math.min(end, strip.to)
      const weights = areas.weights + (y * down.taps + at - first) * FLOAT
      sumRows(areas.row, rowEnd, areas.strip + (at - strip.from) * rowBytes, rowBytes, weights, weights + (to - at) * FLOAT)
      at = to
    }
    const out = areas.out + y * size * 3
    sumColumns(out, out + size * 3, areas.row, areas.spans)
  }
  return new Uint8Array(memory.bytes.subarray(areas.out, areas.out + size * size * 3))
}

/** Which source pixels make each pixel along one axis, and how much each counts. */
interface Filter {
  readonly size: number
  /** The most source pixels any of them is made of. */
  readonly taps: number
  /** [size] the first source pixel, and how many follow from there. */
  readonly first: Int32Array
  readonly counts: Int32Array
  /** [size, taps], each row's sum 1. */
  readonly weights: Float32Array
}

const filters = new Map<string, Filter>()
const filtersKept = 64

function filterOf(source: number, { extent, size }: { readonly extent: number; readonly size: number }): Filter {
  const key = `${source}/${extent}/${size}`
  const known = filters.get(key)
  if (known) return known
  if (filters.size >= filtersKept) filters.clear()
  const made = makeFilter(source, extent / size, size)
  filters.set(key, made)
  return made
}

/** @param scale source pixels for each pixel of the result. Enlarging interpolates between neighbours. */
function makeFilter(source: number, scale: number, size: number): Filter {
  const reach = Math.max(scale, 1)
  const taps = Math.min(source, Math.ceil(2 * reach) + 1)
  const first = new Int32Array(size)
  const counts = new Int32Array(size)
  const weights = new Float32Array(size * taps)
  for (let x = 0; x < size; x++) {
    const centre = (x + 0.5) * scale
    const from = Math.min(source - 1, Math.max(0, Math.ceil(centre - reach - 0.5)))
    const to = Math.max(from, Math.min(source - 1, Math.floor(centre + reach - 0.5)))
    const distances = Array.from({ length: to - from + 1 }, (_, tap) => Math.abs(from + tap + 0.5 - centre))
    const raw = distances.map((distance) => Math.max(0, 1 - distance / reach))
    const total = raw.reduce((sum, weight) => sum + weight, 0)
    first[x] = from
    counts[x] = raw.length
    for (const [tap, weight] of raw.entries()) weights[x * taps + tap] = weight / total
  }
  return { size, taps, first, counts, weights }
}

const spanBytes = ({ taps }: Filter): number => (1 + taps) * FLOAT

/** As the column kernel reads them: an address and the weights, pixel after pixel. */
function writeSpans({ size, taps, first, weights }: Filter, { bytes, floats }: KernelMemory, at: number): void {
  const addresses = new Int32Array(bytes.buffer)
  for (let x = 0; x < size; x++) {
    const span = at / FLOAT + x * (1 + taps)
    addresses[span] = first[x] * 3 * FLOAT
    floats.set(weights.subarray(x * taps, (x + 1) * taps), span + 1)
  }
}

type Area = 'spans' | 'weights' | 'row' | 'out' | 'strip'

function layOut(bytes: Readonly<Record<Area, number>>): Readonly<Record<Area | 'end', number>> {
  let end = 0
  const place = (area: Area): number => {
    const start = end
    end += Math.ceil((bytes[area] + MARGIN) / 16) * 16
    return start
  }
  const [spans, weights, row, out, strip] = (['spans', 'weights', 'row', 'out', 'strip'] as const).map(place)
  return { spans, weights, row, out, strip, end }
}

interface KernelMemory {
  readonly bytes: Uint8Array
  readonly floats: Float32Array
}

type Kernel = (...parameters: readonly number[]) => void

interface Kernels {
  readonly memory: WebAssembly.Memory
  readonly setRows: Kernel
  readonly addRows: Kernel
  /** By the taps that each was written for. */
  readonly columns: Map<number, Kernel>
}

/** Over one memory for all pictures, which grows: every shared one reserves its largest size, and is given back late. */
let opened: Kernels | null = null

/** With a memory of at least so many bytes. */
function kernels(bytes: number, taps: number) {
  opened ??= openKernels()
  const { memory, setRows, addRows, columns } = opened
  const missing = bytes - memory.buffer.byteLength
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES))
  const sumColumns = columns.get(taps) ?? openKernel(columnsModule(taps), memory)
  columns.set(taps, sumColumns)
  return { setRows, addRows, sumColumns, memory: { bytes: new Uint8Array(memory.buffer), floats: new Float32Array(memory.buffer) } }
}

function openKernels(): Kernels {
  const memory = vectorMemory(STRIP_BYTES)
  const rows = (adds: boolean): Kernel => openKernel(rowsModule({ adds }), memory)
  return { memory, setRows: rows(false), addRows: rows(true), columns: new Map() }
}
