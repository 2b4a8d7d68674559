/** A batched complex Fourier transform down the columns of a matrix: the convolution engine of the repulsion grid. */

/** Real and imaginary parts, [length, batch] row-major. */
export interface ComplexGrid {
  readonly re: Float64Array
  readonly im: Float64Array
}

export function complexGrid(size: number): ComplexGrid {
  return { re: new Float64Array(size), im: new Float64Array(size) }
}

/** The same numbers with the parts exchanged: transforming this is the inverse transform, times the length. */
export function swapped({ re, im }: ComplexGrid): ComplexGrid {
  return { re: im, im: re }
}

/** The smallest even length ≥ `least` with only the factors 2 and 3. */
export function goodLength(least: number): number {
  let best = Number.POSITIVE_INFINITY
  for (let threes = 1; threes < 2 * least; threes *= 3) {
    let length = 2 * threes
    while (length < least) length *= 2
    best = Math.min(best, length)
  }
  return best
}

/**
 * Stockham's self-sorting transform, Σ x[n] exp(−2πi kn/length) for every column. Batches lie innermost, so each butterfly
 * runs over contiguous memory with one twiddle. Works between two buffers and returns the one that holds the result.
 */
export class Fft {
  private readonly cos: Float64Array
  private readonly sin: Float64Array
  private readonly radices: readonly number[]

  /** `length` must have only the factors 2 and 3. */
  constructor(
    private readonly length: number,
    private readonly batch: number,
  ) {
    this.cos = Float64Array.from({ length }, (_, k) => Math.cos((2 * Math.PI * k) / length))
    this.sin = Float64Array.from({ length }, (_, k) => -Math.sin((2 * Math.PI * k) / length))
    this.radices = factor(length)
  }

  transform(grid: ComplexGrid, scratch: ComplexGrid): ComplexGrid {
    let from = grid
    let to = scratch
    let remaining = this.length
    let stride = this.batch
    for (const radix of this.radices) {
      const parts = remaining / radix
      const twiddleStep = this.length / remaining
      if (radix === 4) this.stage4(from, to, { parts, stride, twiddleStep })
      else if (radix === 3) this.stage3(from, to, { parts, stride, twiddleStep })
      else this.stage2(from, to, { parts, stride, twiddleStep })
      remaining = parts
      stride *= radix
      const held = from
      from = to
      to = held
    }
    return from
  }

  private stage4({ re, im }: ComplexGrid, { re: toRe, im: toIm }: ComplexGrid, { parts, stride, twiddleStep }: Stage): void {
    const step = parts * stride
    for (let p = 0; p < parts; p++) {
      const t = p * twiddleStep
      const c1 = this.cos[t]
      const s1 = this.sin[t]
      const c2 = this.cos[2 * t]
      const s2 = this.sin[2 * t]
      const c3 = this.cos[3 * t]
      const s3 = this.sin[3 * t]
      const end = (p + 1) * stride
      for (let i = p * stride, o = 4 * i; i < end; i++, o++) {
        const ar = re[i]
        const ai = im[i]
        const br = re[i + step]
        const bi = im[i + step]
        const cr = re[i + 2 * step]
        const ci = im[i + 2 * step]
        const dr = re[i + 3 * step]
        const di = im[i + 3 * step]
        const apcR = ar + cr
        const apcI = ai + ci
        const amcR = ar - cr
        const amcI = ai - ci
        const bpdR = br + dr
        const bpdI = bi + di
        const bmdR = br - dr
        const bmdI = bi - di
        const y1R = amcR + bmdI
        const y1I = amcI - bmdR
        const y2R = apcR - bpdR
        const y2I = apcI - bpdI
        const y3R = amcR - bmdI
        const y3I = amcI + bmdR
        toRe[o] = apcR + bpdR
        toIm[o] = apcI + bpdI
        toRe[o + stride] = y1R * c1 - y1I * s1
        toIm[o + stride] = y1R * s1 + y1I * c1
        toRe[o + 2 * stride] = y2R * c2 - y2I * s2
        toIm[o + 2 * stride] = y2R * s2 + y2I * c2
        toRe[o + 3 * stride] = y3R * c3 - y3I * s3
        toIm[o + 3 * stride] = y3R * s3 + y3I * c3
      }
    }
  }

  private stage3({ re, im }: ComplexGrid, { re: toRe, im: toIm }: ComplexGrid, { parts, stride, twiddleStep }: Stage): void {
    const step = parts * stride
    for (let p = 0; p < parts; p++) {
      const t = p * twiddleStep
      const c1 = this.cos[t]
      const s1 = this.sin[t]
      const c2 = this.cos[2 * t]
      const s2 = this.sin[2 * t]
      const end = (p + 1) * stride
      for (let i = p * stride, o = 3 * i; i < end; i++, o++) {
        const sumR = re[i + step] + re[i + 2 * step]
        const sumI = im[i + step] + im[i + 2 * step]
        const differenceR = SIN_60 * (re[i + step] - re[i + 2 * step])
        const differenceI = SIN_60 * (im[i + step] - im[i + 2 * step])
        const middleR = re[i] - 0.5 * sumR
        const middleI = im[i] - 0.5 * sumI
        const y1R = middleR + differenceI
        const y1I = middleI - differenceR
        const y2R = middleR - differenceI
        const y2I = middleI + differenceR
        toRe[o] = re[i] + sumR
        toIm[o] = im[i] + sumI
        toRe[o + stride] = y1R * c1 - y1I * s1
        toIm[o + stride] = y1R * s1 + y1I * c1
        toRe[o + 2 * stride] = y2R * c2 - y2I * s2
        toIm[o + 2 * stride] = y2R * s2 + y2I * c2
      }
    }
  }

  private stage2({ re, im }: ComplexGrid, { re: toRe, im: toIm }: ComplexGrid, { parts, stride, twiddleStep }: Stage): void {
    const step = parts * stride
    for (let p = 0; p < parts; p++) {
      const c1 = this.cos[p * twiddleStep]
      const s1 = this.sin[p * twiddleStep]
      const end = (p + 1) * stride
      for (let i = p * stride, o = 2 * i; i < end; i++, o++) {
        const y1R = re[i] - re[i + step]
        const y1I = im[i] - im[i + step]
        toRe[o] = re[i] + re[i + step]
        toIm[o] = im[i] + im[i + step]
        toRe[o + stride] = y1R * c1 - y1I * s1
        toIm[o + stride] = y1R * s1 + y1I * c1
      }
    }
  }
}

const SIN_60 = Math.sqrt(3) / 2

interface Stage {
  readonly parts: number
  readonly stride: number
  readonly twiddleStep: number
}

function factor(length: number): number[] {
  const radices: number[] = []
  let rest = length
  while (rest % 4 === 0) {
    radices.push(4)
    rest /= 4
  }
  for (const radix of [3, 2]) {
    while (rest % radix === 0) {
      radices.push(radix)
      rest /= radix
    }
  }
  if (rest !== 1) throw new RangeError(`no transform of length ${length}`)
  return radices
}
