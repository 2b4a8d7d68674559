/** Features of both domains with the class of each row: what every measure of this folder takes. */
import type { FeatureMatrix } from '../feature-matrix'

export interface DomainPoints extends FeatureMatrix {
  /** [N] 0 source, 1 target. */
  readonly domain: Uint8Array
  /** [N] class id: a source image's label, a target image's prediction. */
  readonly classOf: Int32Array
}

/** Indices of the rows of one domain. */
export function rowsOf(domain: Uint8Array, side: 0 | 1): Int32Array {
  return Int32Array.from(domain.keys()).filter((i) => domain[i] === side)
}
