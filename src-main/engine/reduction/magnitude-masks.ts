/** Magnitude pruning (Han et al., NeurIPS 2015): the smallest weights go, over all tensors together or tensor by tensor. */

/** `global`: one threshold for all; `layer`: every tensor loses the same part. */
export type PruningScope = 'global' | 'layer'

/** weights: any number of tensors' values → masks of 1 (stays) and 0 (goes); round(sparsity·count) go, halves to the even number. */
export function magnitudeMasks(weights: readonly Float32Array[], sparsity: number, scope: PruningScope): Float32Array[] {
  if (scope === 'layer') return weights.flatMap((one) => magnitudeMasks([one], sparsity, 'global'))
  const masks = weights.map((one) => new Float32Array(one.length).fill(1))
  const entries = weights.flatMap((one, tensor) => [...one.keys()].map((at) => ({ tensor, at, size: Math.abs(one[at]) })))
  entries.sort((a, b) => a.size - b.size)
  for (const { tensor, at } of entries.slice(0, roundHalfEven(sparsity * entries.length))) masks[tensor][at] = 0
  return masks
}

function roundHalfEven(value: number): number {
  const low = Math.floor(value)
  const rest = value - low
  return rest > 0.5 || (rest === 0.5 && low % 2 === 1) ? low + 1 : low
}
