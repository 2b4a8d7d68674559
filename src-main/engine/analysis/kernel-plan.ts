/** Convolution of a square field with the Student-t kernel (1+d²)⁻¹ by Fourier transform, for one grid size. */
import { type ComplexGrid, complexGrid, Fft, swapped } from './fft'
import { SplineProbe, type SquareField } from './spline-probe'

/** Room for the spline's reach and for the prefilter's ringing at the wrap-around. */
export const MARGIN = 6

/** φ that a point adds at its own place, by its place (u, v) within a cell: mean + ripple (cos 2πu + cos 2πv) + cross cos 2πu cos 2πv. */
interface SelfEffect {
  readonly mean: number
  readonly ripple: number
  readonly cross: number
}

/** Buffers, transforms and kernel spectrum of one grid size. */
export class KernelPlan implements SquareField {
  /** Usable cells per side; half of `size`, less the margin that keeps the cyclic convolution from wrapping. */
  readonly cells: number
  /** [cells, cells]: the density before `convolve`, the potential after it. */
  readonly grid: Float64Array
  private self: SelfEffect | null = null
  private readonly half: number
  private readonly down: Fft
  private readonly across: Fft
  private readonly packed: ComplexGrid
  private readonly packedScratch: ComplexGrid
  private readonly spectrum: ComplexGrid
  private readonly spectrumScratch: ComplexGrid
  /** [size, size/2+1] spectrum of the kernel with the splines' blur and both transforms' scale divided out; real, as the kernel is even. */
  private readonly kernel: Float64Array

  constructor(
    private readonly size: number,
    step: number,
  ) {
    this.cells = 2 * Math.floor((size / 2 - MARGIN) / 2)
    this.half = size / 2 + 1
    this.grid = new Float64Array(this.cells * this.cells)
    this.down = new Fft(size, this.cells / 2)
    this.across = new Fft(size, this.half)
    this.packed = complexGrid((size * this.cells) / 2)
    this.packedScratch = complexGrid((size * this.cells) / 2)
    this.spectrum = complexGrid(size * this.half)
    this.spectrumScratch = complexGrid(size * this.half)
    this.kernel = kernelSpectrum(size, step)
  }

  /** Measured once with single points; the spline is smooth, so the lowest harmonics are all there is to it. */
  selfEffect(): SelfEffect {
    this.self ??= this.measureSelfEffect()
    return this.self
  }

  private measureSelfEffect(): SelfEffect {
    const probe = new SplineProbe()
    const at = (u: number, v: number): number => {
      this.grid.fill(0)
      probe.place(u, v)
      probe.spread(this)
      this.convolve()
      probe.read(this)
      return probe.potential
    }
    const corner = at(2, 2)
    const edge = at(2.5, 2)
    const centre = at(2.5, 2.5)
    return { mean: (corner + centre) / 4 + edge / 2, ripple: (corner - centre) / 4, cross: (corner + centre) / 4 - edge / 2 }
  }

  convolve(): void {
    const spectrum = this.across.transform(this.unpack(this.down.transform(this.pack(), this.packedScratch)), this.spectrumScratch)
    const { re, im } = spectrum
    for (let i = 0; i < this.kernel.length; i++) {
      re[i] *= this.kernel[i]
      im[i] *= this.kernel[i]
    }
    const other = spectrum === this.spectrum ? this.spectrumScratch : this.spectrum
    const back = swapped(this.across.transform(swapped(spectrum), swapped(other)))
    const repacked = this.repack(back)
    this.write(swapped(this.down.transform(swapped(repacked), swapped(this.packedScratch))))
  }

  /** Two real columns travel as one complex one: the left half of the grid as real, the right half as imaginary part. */
  private pack(): ComplexGrid {
    const { cells, grid, packed } = this
    const width = cells / 2
    for (let row = 0; row < cells; row++) {
      packed.re.set(grid.subarray(row * cells, row * cells + width), row * width)
      packed.im.set(grid.subarray(row * cells + width, (row + 1) * cells), row * width)
    }
    packed.re.fill(0, cells * width)
    packed.im.fill(0, cells * width)
    return packed
  }

  /** Separates the two columns' spectra, keeps the non-negative half, and turns columns into rows: [cells of size, half]. */
  private unpack({ re, im }: ComplexGrid): ComplexGrid {
    const { cells, size, half, spectrum } = this
    const width = cells / 2
    for (let k = 0; k < half; k++) {
      const here = k * width
      const mirror = ((size - k) % size) * width
      for (let c = 0; c < width; c++) {
        const a = re[here + c]
        const b = im[here + c]
        const mirrorA = re[mirror + c]
        const mirrorB = im[mirror + c]
        const leftAt = c * half + k
        const rightAt = (c + width) * half + k
        spectrum.re[leftAt] = 0.5 * (a + mirrorA)
        spectrum.im[leftAt] = 0.5 * (b - mirrorB)
        spectrum.re[rightAt] = 0.5 * (b + mirrorB)
        spectrum.im[rightAt] = 0.5 * (mirrorA - a)
      }
    }
    spectrum.re.fill(0, cells * half)
    spectrum.im.fill(0, cells * half)
    return spectrum
  }

  /** The inverse of `unpack`: left + i·right for every frequency, the negative ones by conjugate symmetry. */
  private repack({ re, im }: ComplexGrid): ComplexGrid {
    const { cells, size, half, packed } = this
    const width = cells / 2
    for (let k = 0; k < half; k++) {
      const here = k * width
      const mirror = ((size - k) % size) * width
      for (let c = 0; c < width; c++) {
        const leftAt = c * half + k
        const rightAt = (c + width) * half + k
        packed.re[here + c] = re[leftAt] - im[rightAt]
        packed.im[here + c] = im[leftAt] + re[rightAt]
        packed.re[mirror + c] = re[leftAt] + im[rightAt]
        packed.im[mirror + c] = re[rightAt] - im[leftAt]
      }
    }
    return packed
  }

  private write({ re, im }: ComplexGrid): void {
    const { cells, grid } = this
    const width = cells / 2
    for (let row = 0; row < cells; row++) {
      grid.set(re.subarray(row * width, (row + 1) * width), row * cells)
      grid.set(im.subarray(row * width, (row + 1) * width), row * cells + width)
    }
  }
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
