/** The proxy A-distance from a domain classifier’s error. */
import { aDistanceFromError, domainError } from '../../../analysis/a-distance'
import { defineGoldenAdapter } from '../golden-adapter'

export const aDistance = defineGoldenAdapter({
  name: 'a-distance',
  run(inputs) {
    const error = domainError(inputs.numbers('prob'), inputs.numbers('label'))
    const distance = aDistanceFromError(error)
    return { values: { error, a_distance: distance, clamped: Math.max(0, distance) } }
  },
})
