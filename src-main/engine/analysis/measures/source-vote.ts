/** Which source class each point lies beside: what a map's reader sees, as a number. */
import { type DomainPoints, rowsOf } from './domain-points'
import { squaredDistances } from './mmd'

/** Source points that vote. */
const VOTERS = 8

/** [N] class most of the nearest source points have; the nearest decides a tie. A source point does not vote for itself. -1 without source points. */
export function sourceVote(points: DomainPoints, classes: number): Int32Array {
  const sources = rowsOf(points.domain, 0)
  const distances = squaredDistances(points)
  const near = new Int32Array(VOTERS)
  return Int32Array.from({ length: points.count }, (_, i) => {
    let size = 0
    for (const j of sources) {
      if (j === i) continue
      const distance = distances[i * points.count + j]
      if (size === VOTERS && distance >= distances[i * points.count + near[size - 1]]) continue
      let at = size < VOTERS ? size++ : size - 1
      for (; at > 0 && distances[i * points.count + near[at - 1]] > distance; at--) near[at] = near[at - 1]
      near[at] = j
    }
    const votes = new Int32Array(classes)
    let best = -1
    for (const j of near.subarray(0, size)) votes[points.classOf[j]]++
    for (const j of near.subarray(0, size)) if (best < 0 || votes[points.classOf[j]] > votes[best]) best = points.classOf[j]
    return best
  })
}
