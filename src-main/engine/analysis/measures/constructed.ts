/** Pairs of domains whose alignment is known because it was built: what the tests of this folder measure on. */
import { createRandom } from '../../nn/random'
import type { DomainPoints } from './domain-points'

export type Construction = 'aligned' | 'shifted' | 'swapped' | 'collapsed'

export const CLASSES = 4
const PER_CELL = 20
const DIMENSIONS = 6
/** Far enough that classes do not overlap. */
const SPREAD = 8

export interface ConstructedPair extends DomainPoints {
  /** [targets] what the target images truly are, in order; an oracle's or a good reference's view. */
  readonly truth: Int32Array
}

/**
 * Four classes, twenty images a class and domain. `aligned`: the target lies on the source. `shifted`: all of it is moved by 6 in
 * every direction. `swapped`: classes 1 and 3 lie on each other's source. `collapsed`: all target classes lie on source class 2.
 * Target points carry the class of the nearest source centre, as a model that sees the source would predict.
 */
export function constructedPair(kind: Construction, seed = 1): ConstructedPair {
  const random = createRandom(seed)
  const centres = Float64Array.from({ length: CLASSES * DIMENSIONS }, () => SPREAD * random.normal())
  const landing = (id: number): number => (kind === 'collapsed' ? 2 : kind === 'swapped' && id % 2 === 1 ? 4 - id : id)
  const rows: number[] = []
  const domain: number[] = []
  const classOf: number[] = []
  const truth: number[] = []
  for (const side of [0, 1]) {
    for (let id = 0; id < CLASSES; id++) {
      const on = side === 0 ? id : landing(id)
      for (let image = 0; image < PER_CELL; image++) {
        for (let d = 0; d < DIMENSIONS; d++)
          rows.push(centres[on * DIMENSIONS + d] + (side === 1 && kind === 'shifted' ? 6 : 0) + random.normal())
        domain.push(side)
        classOf.push(on)
        if (side === 1) truth.push(id)
      }
    }
  }
  return {
    features: Float32Array.from(rows),
    count: domain.length,
    dimensions: DIMENSIONS,
    domain: Uint8Array.from(domain),
    classOf: Int32Array.from(classOf),
    truth: Int32Array.from(truth),
  }
}
