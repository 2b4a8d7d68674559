/** Values that change with training progress p, from 0 at the first step towards 1 at the last. */
import type { TrainingParams } from './training-params'

export type RateParams = Pick<
  TrainingParams,
  'learningRate' | 'schedule' | 'decayAlpha' | 'decayBeta' | 'stepEvery' | 'stepFactor' | 'rateFloor' | 'warmUp'
> & {
  /** How far below its peak one cycle begins, and how far below its beginning it ends. */
  readonly cycle?: { readonly startDivisor: number; readonly endDivisor: number }
}

/** As in PyTorch's OneCycleLR. */
const usualCycle = { startDivisor: 25, endDivisor: 1e4 }

/**
 * The learning rate at progress p, with μ₀ the rate asked for:
 *   constant       μ₀
 *   step           μ₀·f^⌊p/s⌋
 *   cosine         m + (μ₀ − m)·(1 + cos πp)/2 with m = floor·μ₀ (Loshchilov & Hutter 2017)
 *   warm-cosine    μ₀·p/w up to p = w, from there as cosine over what is left (warm-up: Goyal et al. 2017)
 *   inverse-decay  μ₀/(1 + α·p)^β (Ganin et al. 2016)
 *   one-cycle      along a cosine from μ₀/25 up to μ₀ at p = w, and down to μ₀/(25·10⁴) at p = 1 (Smith & Topin 2018)
 */
export function learningRateAt(progress: number, params: RateParams): number {
  const { learningRate: rate } = params
  switch (params.schedule) {
    case 'constant':
      return rate
    case 'step':
      // A progress that is meant to lie on a step may come out a rounding below it.
      return rate * params.stepFactor ** Math.floor(progress / params.stepEvery + 1e-9)
    case 'cosine':
      return between(rate, params.rateFloor * rate, progress)
    case 'warm-cosine':
      return progress < params.warmUp
        ? (rate * progress) / params.warmUp
        : between(rate, params.rateFloor * rate, (progress - params.warmUp) / (1 - params.warmUp))
    case 'inverse-decay':
      return rate / (1 + params.decayAlpha * progress) ** params.decayBeta
    case 'one-cycle': {
      const { startDivisor, endDivisor } = params.cycle ?? usualCycle
      const start = rate / startDivisor
      const { warmUp } = params
      return progress < warmUp
        ? between(start, rate, progress / warmUp)
        : between(rate, start / endDivisor, (progress - warmUp) / Math.max(1 - warmUp, 1e-9))
    }
  }
}

/** From `from` at 0 to `to` at 1, along half a cosine. */
function between(from: number, to: number, part: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * part))) / 2
}

/** Weight of the reversed gradient: λ = λmax·(2/(1 + e^(−γ·p)) − 1), from 0 to almost λmax. */
export function adversarialWeightAt(progress: number, { lambdaMax, lambdaGamma }: { lambdaMax: number; lambdaGamma: number }): number {
  return lambdaMax * (2 / (1 + Math.exp(-lambdaGamma * progress)) - 1)
}
