/** A domain after import, as the data side keeps it; training only ever sees what `splitPair` makes of it. */
import type { DomainSummary } from '@shared/domain/dataset'
import type { Preparation } from '@shared/domain/preparation'
import type { Side } from '@shared/domain/split'
import type { SealedLabels } from './label-vault'
import type { PixelRows } from './pixel-rows'

/** A source's labels lie open; a target's are sealed; an unlabelled folder has none. `classIds` [images] int32. */
export type DomainLabels =
  | { readonly kind: 'open'; readonly classIds: Int32Array }
  | { readonly kind: 'sealed'; readonly sealed: SealedLabels }
  | { readonly kind: 'none' }

/** What is known of an image beside its pixels and its class. */
export interface ImageMarks {
  /** Size in pixels as shown, before cropping and resizing. */
  readonly width: number
  readonly height: number
  /** As stored: 1 grey, 2 grey with transparency, 3 colour, 4 colour with transparency, or CMYK. */
  readonly channels: number
  /** Where the user's own folders or list put it. */
  readonly side: Side | null
  /** Numbers of its groups, by folder below the class folder and by file name; -1: none. */
  readonly subfolder: number
  readonly name: number
  /** Which of several joined domains it is of; 0 in any other. */
  readonly part: number
}

/** An image that the preparation leaves out; the split still counts it, so that leaving it out moves no other image. */
export interface ExcludedImage {
  readonly contentHash: string
  readonly marks: ImageMarks
  /** -1 unless the domain's labels lie open. */
  readonly classId: number
}

/**
 * Source images are ordered by class, then content; target images by content alone, so that nothing about a target's order
 * depends on the folders its images lie in.
 */
export interface ImportedDomain {
  readonly summary: DomainSummary
  readonly preparation: Preparation
  /** As they are fed: prepared, [imageSize, imageSize, 3] each. */
  readonly pixels: PixelRows
  /** Identity of each image, whatever is done to its pixels. */
  readonly contentHashes: readonly string[]
  /** Of a shifted domain: the content hash each image had before; null for images as they lie there. */
  readonly origins: readonly string[] | null
  readonly marks: readonly ImageMarks[]
  readonly excluded: readonly ExcludedImage[]
  /** Path of each image within the root; null for a target with class folders, whose paths would tell the labels. */
  readonly files: readonly string[] | null
  readonly labels: DomainLabels
  /** Files whose names do not end like an image's, or that the list does not name. */
  readonly skipped: number
}
