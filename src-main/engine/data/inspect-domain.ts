/** What a look at one folder of images tells: the JSON of the command line's `inspect`. */
import type { UnreadableFile } from '@shared/domain/dataset'
import type { ImportedDomain } from './imported-domain'

export interface Inspection {
  readonly images: number
  /** Images of each class by name; empty for an unlabelled folder. */
  readonly classes: Readonly<Record<string, number>>
  readonly sizes: readonly { readonly width: number; readonly height: number; readonly count: number }[]
  /** By RGB channel, in [0,1]. */
  readonly channelMean: readonly number[]
  readonly channelStd: readonly number[]
  /** Images whose content was there already. */
  readonly duplicates: number
  readonly unreadable: readonly UnreadableFile[]
  readonly skipped: number
  /** Images that are in the other folder too, with where they are there; only when one was given. */
  readonly leaks?: readonly { readonly file: string; readonly against: string }[]
}

/** Both domains imported as sources: whoever inspects a folder looks at it as data, labels and all. */
export function inspectDomain(domain: ImportedDomain, against?: ImportedDomain): Inspection {
  const { summary, skipped } = domain
  const counts = summary.classCounts ?? []
  const inspection: Inspection = {
    images: summary.images,
    classes: Object.fromEntries(counts.map((count, id) => [summary.classNames[id], count])),
    sizes: summary.sizes,
    channelMean: summary.channelMean,
    channelStd: summary.channelStd,
    duplicates: summary.duplicates,
    unreadable: summary.unreadable,
    skipped,
  }
  return against ? { ...inspection, leaks: findLeaks(domain, against) } : inspection
}

function findLeaks(domain: ImportedDomain, against: ImportedDomain): NonNullable<Inspection['leaks']> {
  if (!domain.files || !against.files) throw new Error('inspectDomain wants domains imported as sources.')
  const { files } = domain
  const otherFiles = against.files
  const elsewhere = new Map(against.contentHashes.map((hash, index) => [hash, otherFiles[index]]))
  return domain.contentHashes.flatMap((hash, index) => {
    const other = elsewhere.get(hash)
    return other === undefined ? [] : [{ file: files[index], against: other }]
  })
}
