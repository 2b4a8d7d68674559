/** Eight-bit numbers for weights and activations (Jacob et al., CVPR 2018). Rounds halves to the even number. */
import { roundHalfEven } from '../round-half-even'

export interface Quantised {
  /** Whole numbers, in the order of the values. */
  readonly codes: Int32Array
  /** (code − zeroPoint)·scale */
  readonly values: Float32Array
}

/** 256 levels over [min(low,0), max(high,0)], so that 0 stays exact. All zeros give scale 0. */
export function levelsOver(low: number, high: number): { readonly scale: number; readonly zeroPoint: number } {
  const [least, most] = [Math.min(low, 0), Math.max(high, 0)]
  const scale = (most - least) / 255
  return { scale, zeroPoint: scale === 0 ? 0 : clamp(roundHalfEven(-least / scale), 0, 255) }
}

/** q = clamp(round(x/scale) + zero, 0, 255) with the levels of x's own range. */
export function quantiseTensor(x: Float32Array): Quantised & { readonly scale: number; readonly zeroPoint: number } {
  const [low, high] = [x.reduce((least, value) => Math.min(least, value), 0), x.reduce((most, value) => Math.max(most, value), 0)]
  const { scale, zeroPoint } = levelsOver(low, high)
  const codes = Int32Array.from(x, (value) => (scale === 0 ? 0 : clamp(roundHalfEven(value / scale) + zeroPoint, 0, 255)))
  return { scale, zeroPoint, codes, values: Float32Array.from(codes, (code) => (code - zeroPoint) * scale) }
}

/** Symmetric, a scale for each output channel (the last axis): q = clamp(round(x/scale), −127, 127), scale = max|x|/127. */
export function quantiseChannels(x: Float32Array, channels: number): Quantised & { readonly scales: Float64Array } {
  const scales = new Float64Array(channels)
  for (const [at, value] of x.entries()) scales[at % channels] = Math.max(scales[at % channels], Math.abs(value) / 127)
  const codes = Int32Array.from(x, (value, at) => {
    const scale = scales[at % channels]
    return scale === 0 ? 0 : clamp(roundHalfEven(value / scale), -127, 127)
  })
  return { scales, codes, values: Float32Array.from(codes, (code, at) => code * scales[at % channels]) }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}
