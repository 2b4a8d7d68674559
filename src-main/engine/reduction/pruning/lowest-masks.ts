/** Masks of pruning: the weights with the lowest saliency go, over all tensors together or tensor by tensor. */
import { roundHalfEven } from '../round-half-even'

/** `global`: one threshold for all; `layer`: every tensor loses the same part. */
export type PruningScope = 'global' | 'layer'

/** Magnitude pruning (Han et al., NeurIPS 2015): a weight's saliency is its size. weights → masks as `lowestMasks` gives them. */
export function magnitudeMasks(weights: readonly Float32Array[], sparsity: number, scope: PruningScope): Float32Array[] {
  return lowestMasks(
    weights.map((one) => one.map(Math.abs)),
    sparsity,
    scope,
  )
}

/**
 * saliencies: any number of tensors' values → masks of 1 (stays) and 0 (goes); round(sparsity·count) go, halves to the even
 * number, of equal ones the first.
 */
export function lowestMasks(saliencies: readonly Float32Array[], sparsity: number, scope: PruningScope): Float32Array[] {
  if (scope === 'layer') return saliencies.flatMap((one) => lowestMasks([one], sparsity, 'global'))
  const masks = saliencies.map((one) => new Float32Array(one.length).fill(1))
  const starts = saliencies.map((_, tensor) => saliencies.slice(0, tensor).reduce((sum, one) => sum + one.length, 0))
  const count = saliencies.reduce((sum, one) => sum + one.length, 0)
  const all = new Float32Array(count)
  saliencies.forEach((one, tensor) => {
    all.set(one, starts[tensor])
  })
  const order = Uint32Array.from({ length: count }, (_, at) => at).sort((a, b) => all[a] - all[b] || a - b)
  for (const at of order.subarray(0, roundHalfEven(sparsity * count))) {
    const tensor = starts.findLastIndex((start) => start <= at)
    masks[tensor][at - starts[tensor]] = 0
  }
  return masks
}
