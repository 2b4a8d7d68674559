/** Images as the engine passes them on. Only a `LabelledImages` has labels; a target never is one outside the vault. */
import type { DomainSummary } from '@shared/domain/dataset'
import type { LedgerEntry } from '@shared/domain/ledger'
import type { PixelRows } from './pixel-rows'

/** Decoded images of one split. Order depends on content and seed, never on folders, for targets. */
export interface Images {
  readonly count: number
  /** Height and width in pixels. */
  readonly size: number
  /** Read a batch at a time: [size, size, 3] uint8 RGB each. */
  readonly pixels: PixelRows
  /** Index of each image within its imported domain (`DomainSummary` order), for thumbnails. */
  readonly domainIndex: Int32Array
  /** Features of these images in a frozen network, which is fed with them in place of pixels; absent where pixels are to be passed. */
  readonly features?: FeatureTable
}

/** Features of images, a row each. */
export interface FeatureTable {
  readonly count: number
  /** Values of a row. */
  readonly width: number
  /** [width] float32; not to be changed. */
  row(at: number): Float32Array
}

export interface LabelledImages extends Images {
  /** [count] int32 class ids. */
  readonly labels: Int32Array
  /** [count] number of the source domain of each image, from 0; absent where there is one source. */
  readonly domains?: Int32Array
}

/** Target labels, and the only door to them: every read is entered in the ledger before it is answered. */
export interface LabelVault {
  /** Labels of a split in the order of that split's images, as class ids of the source (-1: a class the source lacks). */
  read(request: Pick<LedgerEntry, 'place' | 'kind' | 'purpose'> & { readonly split: 'train' | 'test' }): Int32Array
  /**
   * Labels of a few training images: `shots` of each class that the source knows, drawn by `seed`, or all of a class that has
   * fewer. As if somebody had been asked to label that many; nothing of the others is told.
   */
  readFew(request: Pick<LedgerEntry, 'place' | 'purpose'> & { readonly shots: number; readonly seed: number }): FewLabels
}

export interface FewLabels {
  /** Positions among the target's training images. */
  readonly positions: Int32Array
  /** Class ids of the source, one a position. */
  readonly labels: Int32Array
}

export interface PairSide<I extends Images> {
  readonly train: I
  /** Held out for measuring while training; there only where the split sets some apart. */
  readonly validation?: I
  readonly test: I
}

/** A source/target pair, split and ready for training. */
export interface PairData {
  readonly source: PairSide<LabelledImages>
  readonly target: PairSide<Images>
  /** Null where the target has no class folders. */
  readonly vault: LabelVault | null
  /** The target's labels as ids of its own classes, for studies of classes that the source lacks; null as `vault` without class folders. */
  readonly ownVault: LabelVault | null
  /** Source classes in id order. */
  readonly classNames: readonly string[]
  readonly summaries: { readonly source: DomainSummary; readonly target: DomainSummary }
}
