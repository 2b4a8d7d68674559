/**
 * Names the pattern of a training curve with its certainty, and prepares the next run.
 *
 * Each pattern is a product of soft conditions over the features; a condition is a logistic step at a limit. The certainty is a
 * pattern's part of all scores. The limits were set on the recorded curves that are not kept back.
 */
import type { RecipeSetup } from '@shared/domain/recipe'
import { type CurveDiagnosis, CurvePattern, type TrainingCurve } from '@shared/domain/training-curve'
import { type CurveFeatures, curveFeatures } from './curve-features'
import { nextStep } from './next-step'

/** Logistic step: 0 far below `at`, 1 far above, over about four times `width`. */
const over = (value: number, at: number, width: number): number => 1 / (1 + Math.exp(-(value - at) / width))
const under = (value: number, at: number, width: number): number => 1 - over(value, at, width)

/** Keeps a pattern that nothing speaks for from having no share at all. */
const floor = 1e-3

/** Scores in [0,1] of every pattern. */
export function patternScores(features: CurveFeatures): Readonly<Record<CurvePattern, number>> {
  const { peak, end, falling, jagged, steady, train, heldOut, risen, gapPoints, apart, diverged } = features
  const [trainMagnitude, heldOutMagnitude] = [train, heldOut].map((loss) => Math.log10(Math.max(loss, 1e-6)))
  const ranAway = diverged ? 1 : over(Math.log10(Math.max(peak, 1e-6)), 1.1, 0.08) * over(end, 0.9, 0.02)
  const nothing = over(end, 0.88, 0.02) * under(falling, 0.03, 0.008)
  const restless = over(end, 0.15, 0.03) * over(jagged, 0.022, 0.004) * under(steady, 0.85, 0.04)
  const falls = over(falling, 0.05, 0.01) * over(end, 0.18, 0.02) * over(steady, 0.8, 0.04)
  const high = over(trainMagnitude, -1.15, 0.08)
  const gap = over(gapPoints, 9, 1.5)
  const turned = over(risen, 0.1, 0.025) * over(gapPoints, 5, 1.5)
  const torn = (1 - (1 - gap) * (1 - turned)) * under(trainMagnitude, -1.1, 0.08)
  const same = under(apart, 0.13, 0.025) * under(heldOutMagnitude, -1.9, 0.1)
  const calm = (1 - ranAway) * (1 - nothing) * (1 - restless)
  return {
    divergence: ranAway,
    'rate-too-high': (1 - ranAway) * Math.max(nothing, restless * (1 - falls)),
    'still-falling': falls * calm,
    underfitting: high * (1 - falls) * calm * (1 - torn),
    overfitting: torn * calm * (1 - falls),
    leak: same * calm * (1 - torn),
    healthy: (1 - high) * calm * (1 - torn) * (1 - same) * (1 - falls),
  }
}

/** `setup`: what the curve was trained with, for the next run to start from. */
export function diagnoseCurve(curve: TrainingCurve, setup: RecipeSetup): CurveDiagnosis {
  const features = curveFeatures(curve)
  const scores = patternScores(features)
  const total = CurvePattern.options.reduce((sum, pattern) => sum + scores[pattern] + floor, 0)
  const shares = Object.fromEntries(CurvePattern.options.map((pattern) => [pattern, (scores[pattern] + floor) / total])) as Record<
    CurvePattern,
    number
  >
  const pattern = CurvePattern.options.reduce((best, one) => (shares[one] > shares[best] ? one : best))
  return { pattern, certainty: shares[pattern], shares, ...nextStep(pattern, features, curve, setup) }
}
