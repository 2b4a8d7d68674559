/** A domain after import, as the data side keeps it; training only ever sees what `splitPair` makes of it. */
import type { DomainSummary } from '@shared/domain/dataset'
import type { SealedLabels } from './label-vault'

/** A source's labels lie open; a target's are sealed; an unlabelled folder has none. `classIds` [images] int32. */
export type DomainLabels =
  | { readonly kind: 'open'; readonly classIds: Int32Array }
  | { readonly kind: 'sealed'; readonly sealed: SealedLabels }
  | { readonly kind: 'none' }

/**
 * Source images are ordered by class, then content; target images by content alone, so that nothing about a target's order
 * depends on the folders its images lie in.
 */
export interface ImportedDomain {
  readonly summary: DomainSummary
  /** [images, imageSize, imageSize, 3] uint8 RGB. */
  readonly pixels: Uint8Array
  /** Hash of each image's pixels at full size. */
  readonly contentHashes: readonly string[]
  /** Path of each image within the root; null for a target with class folders, whose paths would tell the labels. */
  readonly files: readonly string[] | null
  readonly labels: DomainLabels
  /** Files whose names do not end like an image's. */
  readonly skipped: number
}

/** One image's pixels [imageSize, imageSize, 3], as a view. */
export function imagePixels(domain: Pick<ImportedDomain, 'pixels' | 'summary'>, index: number): Uint8Array {
  const bytes = domain.summary.imageSize ** 2 * 3
  return domain.pixels.subarray(index * bytes, (index + 1) * bytes)
}
