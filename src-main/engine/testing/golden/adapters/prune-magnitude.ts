/** Masks of magnitude pruning, over all tensors together and tensor by tensor. */
import { magnitudeMasks } from '../../../reduction/pruning/lowest-masks'
import { defineGoldenAdapter } from '../golden-adapter'

export const pruneMagnitude = defineGoldenAdapter({
  name: 'prune-magnitude',
  run(inputs) {
    const names = ['kernel1', 'kernel2', 'conv'].filter((name) => inputs.has(name))
    const weights = names.map((name) => Float32Array.from(inputs.numbers(name)))
    const [together, apart] = (['global', 'layer'] as const).map((scope) => magnitudeMasks(weights, inputs.param('sparsity'), scope))
    return {
      values: Object.fromEntries(
        names.flatMap((name, at) => [
          [`mask_${name}`, together[at]],
          [`layer_${name}`, apart[at]],
        ]),
      ),
    }
  },
})
