/** What a family of findings is given, and the few words they share. */
import type { DomainRole } from '@shared/domain/ids'
import type { Finding } from '@shared/domain/inspection'
import type { ImportedDomain } from '../data/imported-domain'
import type { Split } from '../data/split-indices'
import type { ImageFigures } from './image-figures'
import type { NeighbourDistances } from './neighbour-distances'

export interface InspectedDomain {
  readonly role: DomainRole
  readonly domain: ImportedDomain
  readonly figures: ImageFigures
  readonly nearness: NeighbourDistances
  readonly split: Split
}

export interface InspectedPair {
  readonly source: InspectedDomain
  /** Null when a single folder is looked at. */
  readonly target: InspectedDomain | null
}

/** Pure: looks at figures and returns what it has to say; an empty list where it does not apply. */
export type FindingFamily = (pair: InspectedPair) => readonly Finding[] | Promise<readonly Finding[]>

/** More pictures than this say nothing new. */
export const galleryLimit = 60

export function sidesOf({ source, target }: InspectedPair): readonly InspectedDomain[] {
  return target ? [source, target] : [source]
}

/** Class ids where labels lie open; null for a target in a study and for unlabelled folders. */
export function openClasses({ domain }: InspectedDomain): { readonly classIds: Int32Array; readonly names: readonly string[] } | null {
  const { labels, summary } = domain
  return labels.kind === 'open' ? { classIds: labels.classIds, names: summary.classNames } : null
}

/** A finding that all is well. */
export function fine(finding: Pick<Finding, 'code' | 'title' | 'message'> & { readonly role?: DomainRole | null }): Finding {
  return { severity: 'fine', why: '', fix: null, gallery: [], role: null, ...finding }
}

/** Content hashes of images, each once: what a preparation leaves out. */
export function contentsOf({ domain }: InspectedDomain, indices: readonly number[]): string[] {
  return [...new Set(indices.map((index) => domain.contentHashes[index]))]
}

/** "1 image", "4,500 images" */
export function images(count: number): string {
  return count === 1 ? '1 image' : `${count.toLocaleString('en-US')} images`
}

/** "is" or "are" for a count. */
export function are(count: number): string {
  return count === 1 ? 'is' : 'are'
}
