/** Proxy A-distance (Ben-David et al. 2007): how well a linear classifier that never saw these points tells the domains apart. */
import { AppError } from '@shared/contract/failure'
import type { Banded } from '@shared/domain/alignment'
import { createRandom } from '../nn/random'
import { checkFeatures, type FeatureMatrix } from './feature-matrix'
import { fitLogistic, probability } from './logistic'
import { bandOfMean } from './measures/bootstrap'

/** Share of points on the wrong side: p ≥ 0.5 says domain 1. Labels are 0 or 1. */
export function domainError(probabilities: ArrayLike<number>, labels: ArrayLike<number>): number {
  let wrong = 0
  for (let i = 0; i < labels.length; i++) wrong += (probabilities[i] >= 0.5 ? 1 : 0) === labels[i] ? 0 : 1
  return wrong / labels.length
}

/** 2(1 − 2ε): 2 when the domains never mix, 0 at chance, negative when the classifier does worse than chance. */
export function aDistanceFromError(error: number): number {
  return 2 * (1 - 2 * error)
}

export interface ADistanceOptions extends FeatureMatrix {
  /** [N] 0 source, 1 target. */
  readonly domain: Uint8Array
  readonly seed: number
}

export interface ADistance {
  /** In [0,2]; below chance counts as 0. */
  readonly distance: number
  /** Error ε on the held-out half. */
  readonly error: number
  /** The distance with its band over resamples of the held-out half; the classifier stays. */
  readonly band: Banded
}

/** Fewest points a domain needs: two to train on, two to test on. */
export const LEAST_DOMAIN_POINTS = 4

/**
 * Draws the same number of points from both domains, so that chance is 0.5; trains ridge logistic regression on one half of each
 * and measures ε on the other. Features are standardised with the training half's mean and deviation.
 */
export function proxyADistance({ features, count, dimensions, domain, seed }: ADistanceOptions): ADistance {
  checkFeatures({ features, count, dimensions })
  const members = [0, 1].map((side) => Int32Array.from(domain.keys()).filter((i) => domain[i] === side))
  const each = Math.min(members[0].length, members[1].length)
  if (domain.length !== count || each < LEAST_DOMAIN_POINTS) {
    throw new AppError(
      'invalid-input',
      `A-distance needs at least ${LEAST_DOMAIN_POINTS} points of each domain; there are ${members[0].length} and ${members[1].length}.`,
      'Add points of the smaller domain.',
      'domain',
    )
  }
  const random = createRandom(seed).fork('a-distance')
  const train: number[] = []
  const test: number[] = []
  for (const own of members) {
    const order = random.permutation(own.length).subarray(0, each)
    for (const [rank, at] of order.entries()) (rank < each >> 1 ? train : test).push(own[at])
  }
  const rowsOf = (points: number[]): Float64Array => {
    const rows = new Float64Array(points.length * dimensions)
    points.forEach((point, row) => {
      rows.set(features.subarray(point * dimensions, (point + 1) * dimensions), row * dimensions)
    })
    return rows
  }
  const model = fitLogistic({ rows: rowsOf(train), labels: Uint8Array.from(train, (i) => domain[i]), dimensions })
  const labels = test.map((i) => domain[i])
  const probabilities = probability(model, rowsOf(test))
  const error = domainError(probabilities, labels)
  const wrong = Float64Array.from(labels, (label, row) => ((probabilities[row] >= 0.5 ? 1 : 0) === label ? 0 : 1))
  const errors = bandOfMean(wrong, { strata: Uint8Array.from(labels), seed })
  const distance = (of: number): number => Math.max(0, aDistanceFromError(of))
  return { distance: distance(error), error, band: { value: distance(error), low: distance(errors.high), high: distance(errors.low) } }
}
