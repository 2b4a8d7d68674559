/** All measures of one checkpoint, from the features of its map's points. */
import type { AlignmentMeasures } from '@shared/domain/alignment'
import { LEAST_DOMAIN_POINTS, proxyADistance } from '../a-distance'
import type { Neighbours } from '../nearest-neighbours'
import { silhouette } from '../silhouette'
import { bandOfMean } from './bootstrap'
import { classDistances } from './class-distances'
import { coralDistance } from './coral-distance'
import { domainMixing } from './domain-mixing'
import type { DomainPoints } from './domain-points'
import { mmd } from './mmd'

export interface MeasureOptions {
  readonly neighbours: Neighbours
  readonly classes: number
  readonly seed: number
}

/** Quadratic in the number of points; for a map's thousand points of 128 features it takes about half a second. */
export function alignmentMeasures(points: DomainPoints, { neighbours, classes, seed }: MeasureOptions): AlignmentMeasures {
  const { domain, classOf, count } = points
  const targets = domain.reduce((sum, side) => sum + side, 0)
  const sizes = [count - targets, targets]
  const pair = Math.min(...sizes) >= LEAST_DOMAIN_POINTS
  const distances = classDistances(points, { classes, seed })
  const mixing = pair ? domainMixing(points, neighbours, { classes, seed }) : null
  const members = new Int32Array(2 * classes)
  for (let i = 0; i < count; i++) members[2 * classOf[i] + domain[i]]++
  const bandOfSilhouette = (labels: Int32Array) => {
    const groups = new Set(labels).size
    return groups < 2 || groups >= count ? null : bandOfMean(silhouette({ ...points, labels }).samples, { strata: domain, seed })
  }
  return {
    aDistance: pair ? proxyADistance({ ...points, seed }).band : null,
    mmd: pair ? mmd(points, { seed }) : null,
    coral: pair ? coralDistance(points, { seed }) : null,
    classDistance: distances.mean,
    silhouetteByClass: bandOfSilhouette(classOf),
    silhouetteByDomain: pair ? bandOfSilhouette(Int32Array.from(domain)) : null,
    mixing: mixing?.mean ?? null,
    classes: Array.from({ length: classes }, (_, classId) => ({
      classId,
      source: members[2 * classId],
      target: members[2 * classId + 1],
      distance: distances.byClass[classId],
      mixing: mixing?.byClass[classId] ?? null,
    })),
  }
}
