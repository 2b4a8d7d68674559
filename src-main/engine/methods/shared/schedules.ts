/** Values that change with training progress p, from 0 at the first step towards 1 at the last. */
import type { TrainingParams } from './training-params'

/** Constant μ₀, or the inverse decay of the DANN paper: μ = μ₀/(1 + α·p)^β. */
export function learningRateAt(
  progress: number,
  params: Pick<TrainingParams, 'learningRate' | 'schedule' | 'decayAlpha' | 'decayBeta'>,
): number {
  if (params.schedule === 'constant') return params.learningRate
  return params.learningRate / (1 + params.decayAlpha * progress) ** params.decayBeta
}

/** Weight of the reversed gradient: λ = λmax·(2/(1 + e^(−γ·p)) − 1), from 0 to almost λmax. */
export function adversarialWeightAt(progress: number, { lambdaMax, lambdaGamma }: { lambdaMax: number; lambdaGamma: number }): number {
  return lambdaMax * (2 / (1 + Math.exp(-lambdaGamma * progress)) - 1)
}
