/** How much the loss would grow if a weight went: Optimal Brain Damage (LeCun, Denker & Solla, NeurIPS 1989, eq. 5), s = h·w²/2. */

/** weights w and their second derivatives h, in the same order → saliencies, below 0 only where h is. */
export function brainDamage(weights: Float32Array, curvature: Float32Array): Float32Array {
  return weights.map((weight, at) => 0.5 * curvature[at] * weight ** 2)
}
