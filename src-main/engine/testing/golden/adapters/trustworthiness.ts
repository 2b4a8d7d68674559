/** Trustworthiness, and continuity with the roles exchanged. */
import { trustworthiness as measure } from '../../../analysis/trustworthiness'
import { defineGoldenAdapter } from '../golden-adapter'

export const trustworthiness = defineGoldenAdapter({
  name: 'trustworthiness',
  run(inputs) {
    const [x, y] = [inputs.matrix('X'), inputs.matrix('Y')]
    const values: Record<string, number> = {}
    for (const neighbours of inputs.params.k as number[]) {
      values[`trustworthiness_${neighbours}`] = measure({ ...x, positions: y.features, outputs: y.dimensions, neighbours })
      values[`continuity_${neighbours}`] = measure({ ...y, positions: x.features, outputs: x.dimensions, neighbours })
    }
    return { values }
  },
})
