/** T3A's logits over a stream of three batches. */
import { createPrototypeMemory } from '../../../test-time/prototype-memory'
import { defineGoldenAdapter, type GoldenOutput } from '../golden-adapter'

export const t3a = defineGoldenAdapter({
  name: 't3a',
  run(inputs) {
    const most = inputs.param('filter_K')
    // The reference means to keep all by −1 and drops one support of each class; what was meant has keys of its own.
    const asReference = stream((size) => (most < 0 ? size + most : most))
    const asMeant = stream((size) => (most < 0 ? size : most))
    return { values: { ...asReference(''), ...asMeant('_nofilter') } }

    function stream(keep: (size: number) => number): (suffix: string) => Record<string, GoldenOutput> {
      const [kernel, bias] = [inputs.numbers('W'), inputs.numbers('b')]
      const memory = createPrototypeMemory({ kernel, bias, classes: bias.length, keep })
      return (suffix) =>
        Object.fromEntries(
          [1, 2, 3].flatMap((batch) => {
            const z = Float32Array.from(inputs.numbers(`z${batch}`))
            memory.add(z)
            return [
              [`logits${batch}${suffix}`, memory.classify(z)],
              [`sizes${batch}${suffix}`, memory.size],
            ]
          }),
        )
    }
  },
})
