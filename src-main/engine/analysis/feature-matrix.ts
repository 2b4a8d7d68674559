/** The shape every analysis takes its input in, and the check that it can be analysed at all. */
import { AppError } from '@shared/contract/failure'

/** `features` [count, dimensions] float32, row-major. */
export interface FeatureMatrix {
  readonly features: Float32Array
  readonly count: number
  readonly dimensions: number
}

/** Throws `invalid-input` when the array does not have the stated shape, is empty, or holds NaN or an infinity. */
export function checkFeatures({ features, count, dimensions }: FeatureMatrix): void {
  if (count < 1 || dimensions < 1) {
    throw new AppError(
      'invalid-input',
      `There is nothing to map: the features are [${count}, ${dimensions}].`,
      'Give at least one row and one column.',
    )
  }
  if (features.length !== count * dimensions) {
    throw new AppError(
      'invalid-input',
      `The features hold ${features.length} values where [${count}, ${dimensions}] needs ${count * dimensions}.`,
      'Pass one row of features per point.',
    )
  }
  const bad = features.findIndex((value) => !Number.isFinite(value))
  if (bad >= 0) {
    throw new AppError(
      'invalid-input',
      `Row ${Math.floor(bad / dimensions)} of the features holds ${features[bad]} in column ${bad % dimensions}, so distances to it are undefined.`,
      'Look for divergence in the training that made them, or leave the row out.',
      'features',
    )
  }
}
