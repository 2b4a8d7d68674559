/** Images that lie far from all others: mislabelled scans, screenshots, test cards. */
import type { Finding } from '@shared/domain/inspection'
import { are, contentsOf, type FindingFamily, fine, galleryLimit, type InspectedDomain, images, sidesOf } from '../finding'
import { leastDistance } from '../neighbour-distances'
import { median } from '../order-statistics'

/** Robust standard deviations of the log distance beyond which an image is an outlier. */
const outlierLimit = 4
/** Below this many images, distances to neighbours say nothing. */
const fewest = 20

interface Outlier {
  readonly index: number
  /** Robust standard deviations above the median. */
  readonly sigma: number
}

export const outliers: FindingFamily = (pair) => sidesOf(pair).flatMap(ofSide)

function ofSide(side: InspectedDomain): Finding[] {
  if (side.figures.count < fewest) return []
  const found = findOutliers(side)
  const { role } = side
  if (found.length === 0) {
    return [
      fine({
        code: 'outliers',
        role,
        title: `No outliers (${role})`,
        message: `None of ${images(side.figures.count)} lies beyond ${outlierLimit} σ, judged by ${side.nearness.space}.`,
      }),
    ]
  }
  const indices = found.map(({ index }) => index)
  return [
    {
      code: 'outliers',
      severity: 'look',
      role,
      title: `${found.length === 1 ? '1 outlier' : `${found.length.toLocaleString('en-US')} outliers`} (${role})`,
      message: `${images(found.length)} of the ${role} ${are(found.length)} more than ${outlierLimit} σ farther from ${found.length === 1 ? 'its' : 'their'} neighbours than usual, the farthest ${found[0].sigma.toFixed(1)} σ, judged by ${side.nearness.space}.`,
      why: 'A picture that belongs to no class pulls at the features of its neighbours; look before you leave it out, since rare views are outliers too.',
      fix: { label: `Exclude ${found.length}`, change: { kind: 'prepare', [role]: { exclude: contentsOf(side, indices) } } },
      gallery: found.slice(0, galleryLimit).map(({ index, sigma }) => ({ images: [{ role, index }], note: `${sigma.toFixed(1)} σ` })),
    },
  ]
}

/** Farthest first. The log of the distances is near to normal; median and MAD are not moved by the outliers themselves. */
function findOutliers({ nearness: { distances } }: InspectedDomain): Outlier[] {
  // Copies are at distance zero; a little more keeps their logarithm finite and their place at the near end.
  const least = leastDistance(distances)
  const logs = Float64Array.from(distances, (distance) => Math.log(distance + least))
  const middle = median(logs)
  const spread = 1.4826 * median(logs.map((log) => Math.abs(log - middle)))
  if (spread === 0) return []
  return [...logs]
    .map((log, index) => ({ index, sigma: (log - middle) / spread }))
    .filter(({ sigma }) => sigma > outlierLimit)
    .sort((a, b) => b.sigma - a.sigma)
}
