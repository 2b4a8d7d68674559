/** Convolution of a square field with the Student-t kernel (1+d²)⁻¹ by Fourier transform, for one grid size. */
import { type ComplexGrid, complexGrid, Fft, swapped } from './fft'
import { SplineProbe, type SquareField } from './spline-probe'

/** Room for the spline's reach and for the prefilter's ringing at the wrap-around. */
export const MARGIN = 6
/** Columns that are transformed together: few enough to stay in the second-level cache. */
const COLUMNS = 16

/** φ that a point adds at its own place, by its place (u, v) within a cell: mean + ripple (cos 2πu + cos 2πv) + cross cos 2πu cos 2πv. */
export interface SelfEffect {
  readonly mean: number
  readonly ripple: number
  readonly cross: number
}

/** All float64. */
export interface PlanMemory {
  readonly size: number
  /** [cells, cells] */
  readonly grid: SharedArrayBuffer
  /** [cells, size/2+1]: the spectra of the grid's columns, each in a row. */
  readonly spectrumRe: SharedArrayBuffer
  readonly spectrumIm: SharedArrayBuffer
  /** [size, size/2+1] spectrum of the kernel with the splines' blur and both transforms' scale divided out; real, as the kernel is even. */
  readonly kernel: SharedArrayBuffer
}

/** `size` must have only the factors 2 and 3; `step` is that of the grid in layout units. */
export function planMemory(size: number, step: number): PlanMemory {
  const cells = cellsOf(size)
  const shared = (length: number): SharedArrayBuffer => new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT)
  const half = size / 2 + 1
  const kernel = shared(size * half)
  new Float64Array(kernel).set(kernelSpectrum(size, step))
  return { size, grid: shared(cells * cells), spectrumRe: shared(cells * half), spectrumIm: shared(cells * half), kernel }
}

/** Usable cells per side; half of `size`, less the margin that keeps the cyclic convolution from wrapping. */
function cellsOf(size: number): number {
  return 2 * Math.floor((size / 2 - MARGIN) / 2)
}

/**
 * The convolution in three phases, one after the other: `down` the columns, `across` and `up` again. Each takes a few columns at a
 * time, every one on its own, so that parts may be done anywhere and the numbers are the same.
 */
export class KernelPlan implements SquareField {
  readonly cells: number
  /** [cells, cells]: the density before the convolution, the potential after it. */
  readonly grid: Float64Array
  /** Parts of `down` and of `up`, and those of `across`. */
  readonly columnParts: number
  readonly frequencyParts: number
  private readonly size: number
  private readonly half: number
  private readonly spectrum: ComplexGrid
  private readonly kernel: Float64Array
  private readonly buffer: ComplexGrid
  private readonly scratch: ComplexGrid
  private readonly transforms = new Map<number, Fft>()

  constructor(memory: PlanMemory) {
    const { size } = memory
    this.size = size
    this.cells = cellsOf(size)
    this.half = size / 2 + 1
    this.grid = new Float64Array(memory.grid)
    this.spectrum = { re: new Float64Array(memory.spectrumRe), im: new Float64Array(memory.spectrumIm) }
    this.kernel = new Float64Array(memory.kernel)
    this.columnParts = Math.ceil(this.cells / 2 / COLUMNS)
    this.frequencyParts = Math.ceil(this.half / COLUMNS)
    this.buffer = complexGrid(size * COLUMNS)
    this.scratch = complexGrid(size * COLUMNS)
  }

  /** Measured with single points; the spline is smooth, so the lowest harmonics are all there is to it. Overwrites the grid. */
  measureSelfEffect(): SelfEffect {
    const probe = new SplineProbe()
    const at = (u: number, v: number): number => {
      this.grid.fill(0)
      probe.place(u, v)
      probe.spread(this, { from: 0, to: this.cells })
      for (let part = 0; part < this.columnParts; part++) this.down(part)
      for (let part = 0; part < this.frequencyParts; part++) this.across(part)
      for (let part = 0; part < this.columnParts; part++) this.up(part)
      probe.read(this)
      return probe.potential
    }
    const corner = at(2, 2)
    const edge = at(2.5, 2)
    const centre = at(2.5, 2.5)
    return { mean: (corner + centre) / 4 + edge / 2, ripple: (corner - centre) / 4, cross: (corner + centre) / 4 - edge / 2 }
  }

  /** Transforms a few columns of the left half of the grid and as many of the right: two real columns travel as one complex one. */
  down(part: number): void {
    const { cells, size, half, grid, buffer, spectrum } = this
    const { first, width } = columnsOf(part, cells / 2)
    for (let row = 0, to = 0; row < cells; row++) {
      const left = row * cells + first
      const right = left + cells / 2
      for (let c = 0; c < width; c++, to++) {
        buffer.re[to] = grid[left + c]
        buffer.im[to] = grid[right + c]
      }
    }
    buffer.re.fill(0, cells * width, size * width)
    buffer.im.fill(0, cells * width, size * width)
    const { re, im } = this.transform(width).transform(buffer, this.scratch)
    for (let c = 0; c < width; c++) {
      const left = (first + c) * half
      const right = (first + c + cells / 2) * half
      for (let k = 0; k < half; k++) {
        const here = k * width + c
        const mirror = ((size - k) % size) * width + c
        spectrum.re[left + k] = 0.5 * (re[here] + re[mirror])
        spectrum.im[left + k] = 0.5 * (im[here] - im[mirror])
        spectrum.re[right + k] = 0.5 * (im[here] + im[mirror])
        spectrum.im[right + k] = 0.5 * (re[mirror] - re[here])
      }
    }
  }

  /** Transforms a few frequencies in the other direction, multiplies them by the kernel's spectrum, and transforms them back. */
  across(part: number): void {
    const { cells, size, half, kernel, buffer, scratch, spectrum } = this
    const { first, width } = columnsOf(part, half)
    for (let row = 0, to = 0; row < cells; row++) {
      const from = row * half + first
      for (let c = 0; c < width; c++, to++) {
        buffer.re[to] = spectrum.re[from + c]
        buffer.im[to] = spectrum.im[from + c]
      }
    }
    buffer.re.fill(0, cells * width, size * width)
    buffer.im.fill(0, cells * width, size * width)
    const transform = this.transform(width)
    const forth = transform.transform(buffer, scratch)
    for (let row = 0, at = 0; row < size; row++) {
      const from = row * half + first
      for (let c = 0; c < width; c++, at++) {
        forth.re[at] *= kernel[from + c]
        forth.im[at] *= kernel[from + c]
      }
    }
    const { re, im } = swapped(transform.transform(swapped(forth), swapped(forth === buffer ? scratch : buffer)))
    for (let row = 0, at = 0; row < cells; row++) {
      const to = row * half + first
      for (let c = 0; c < width; c++, at++) {
        spectrum.re[to + c] = re[at]
        spectrum.im[to + c] = im[at]
      }
    }
  }

  /** Undoes `down`: left + i·right for every frequency, the negative ones by conjugate symmetry, and back to the grid. */
  up(part: number): void {
    const { cells, size, half, grid, buffer, spectrum } = this
    const { first, width } = columnsOf(part, cells / 2)
    for (let c = 0; c < width; c++) {
      const left = (first + c) * half
      const right = (first + c + cells / 2) * half
      for (let k = 0; k < half; k++) {
        const here = k * width + c
        const mirror = ((size - k) % size) * width + c
        buffer.re[here] = spectrum.re[left + k] - spectrum.im[right + k]
        buffer.im[here] = spectrum.im[left + k] + spectrum.re[right + k]
        buffer.re[mirror] = spectrum.re[left + k] + spectrum.im[right + k]
        buffer.im[mirror] = spectrum.re[right + k] - spectrum.im[left + k]
      }
    }
    const { re, im } = swapped(this.transform(width).transform(swapped(buffer), swapped(this.scratch)))
    for (let row = 0, at = 0; row < cells; row++) {
      const left = row * cells + first
      const right = left + cells / 2
      for (let c = 0; c < width; c++, at++) {
        grid[left + c] = re[at]
        grid[right + c] = im[at]
      }
    }
  }

  private transform(batch: number): Fft {
    let fft = this.transforms.get(batch)
    if (fft === undefined) {
      fft = new Fft(this.size, batch)
      this.transforms.set(batch, fft)
    }
    return fft
  }
}

function columnsOf(part: number, total: number): { readonly first: number; readonly width: number } {
  const first = part * COLUMNS
  return { first, width: Math.min(COLUMNS, total - first) }
}

/** Spectrum of (1+d²)⁻¹ sampled on the cyclic grid; spreading and reading each blur by the spline, hence the square below. */
function kernelSpectrum(size: number, step: number): Float64Array {
  const half = size / 2 + 1
  const full = complexGrid(size * size)
  for (let row = 0; row < size; row++) {
    const dy = Math.min(row, size - row) * step
    for (let column = 0; column < size; column++) {
      const dx = Math.min(column, size - column) * step
      full.re[row * size + column] = 1 / (1 + dx * dx + dy * dy)
    }
  }
  const fft = new Fft(size, size)
  const scratch = complexGrid(size * size)
  const once = fft.transform(full, scratch)
  // Even in both directions, so its spectrum equals its transpose and the second direction may run on the transposed grid.
  const turned = complexGrid(size * size)
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) turned.re[column * size + row] = once.re[row * size + column]
  const { re } = fft.transform(turned, scratch)
  const blur = Float64Array.from({ length: size }, (_, k) => (2 + Math.cos((2 * Math.PI * k) / size)) / 3)
  const kernel = new Float64Array(size * half)
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < half; b++) kernel[a * half + b] = re[a * size + b] / (blur[a] * blur[b] * size) ** 2
  }
  return kernel
}
