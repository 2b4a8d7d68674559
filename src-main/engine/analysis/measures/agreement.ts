/** How alike two layouts of the same points are: what of a picture is in the data and what is in the seed. */
import { procrustes } from '../procrustes'

/** 1 − Procrustes disparity after turning, flipping and scaling, in [0,1]; 1 for the same shape, 0 where a layout is a single point. */
export function layoutAgreement(a: Float32Array, b: Float32Array): number {
  const { disparity } = procrustes({ reference: a, moving: b, scaling: 'free' })
  return disparity === null ? 0 : 1 - disparity
}
