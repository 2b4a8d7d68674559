/** The JSON of the command line's `inspect`: a folder looked at as data, alone or against another, with every file by name. */
import type { DomainSummary, UnreadableFile } from '@shared/domain/dataset'
import type { Finding, FindingCode, Inspection } from '@shared/domain/inspection'
import type { ImportedDomain } from '../data/imported-domain'

export interface InspectionJson {
  readonly images: number
  /** Images of each class by name; empty for an unlabelled folder. */
  readonly classes: Readonly<Record<string, number>>
  readonly sizes: readonly { readonly width: number; readonly height: number; readonly count: number }[]
  /** By RGB channel, in [0,1]. */
  readonly channelMean: readonly number[]
  readonly channelStd: readonly number[]
  /** Images whose content was there already. */
  readonly duplicates: number
  readonly nearDuplicates: readonly FilePair[]
  readonly unreadable: readonly UnreadableFile[]
  readonly skipped: number
  /** Farthest from their neighbours first. */
  readonly outliers: readonly { readonly file: string; readonly note: string }[]
  /** Images on two sides of the split or in the other folder too, as near-copies. */
  readonly leaks: readonly FilePair[]
  /** Alarms about how the two folders were written rather than what they show. */
  readonly mismatch: readonly Pick<Finding, 'code' | 'message' | 'fix'>[]
  /** Class folders that the other folder lacks; null without another folder, or where one of them has no class folders. */
  readonly classDifferences: { readonly onlyHere: readonly string[]; readonly onlyAgainst: readonly string[] } | null
  readonly splits: Inspection['profiles'][number]['split']
  readonly findings: readonly FindingJson[]
}

interface FilePair {
  readonly file: string
  readonly against: string
  /** "identical", or how many of 64 bits differ. */
  readonly note: string
}

interface FindingJson extends Omit<Finding, 'gallery'> {
  readonly examples: readonly { readonly files: readonly string[]; readonly note: string }[]
}

const mismatchCodes: ReadonlySet<FindingCode> = new Set(['value-range', 'polarity', 'channel-order', 'border', 'scale'])

/** Both domains imported as sources: whoever inspects a folder looks at it as data, labels and all. */
export function inspectionJson(inspection: Inspection, source: ImportedDomain, target: ImportedDomain | null): InspectionJson {
  const { summary, skipped } = source
  const fileOf = ({ role, index }: Finding['gallery'][number]['images'][number]): string => {
    const files = role === 'source' ? source.files : target?.files
    if (!files) throw new Error('inspectionJson wants domains imported as sources.')
    return files[index]
  }
  const findings = inspection.findings.map(({ gallery, ...finding }) => ({
    ...finding,
    examples: gallery.map(({ images, note }) => ({ files: images.map(fileOf), note })),
  }))
  const pairs = (code: FindingCode): FilePair[] =>
    findings
      .filter((finding) => finding.code === code && (finding.role === 'source' || code === 'domain-leak'))
      .flatMap(({ examples }) => examples.map(({ files: [file, against], note }) => ({ file, against, note })))
  return {
    images: summary.images,
    classes: Object.fromEntries((summary.classCounts ?? []).map((count, id) => [summary.classNames[id], count])),
    sizes: summary.sizes,
    channelMean: summary.channelMean,
    channelStd: summary.channelStd,
    duplicates: summary.duplicates,
    nearDuplicates: pairs('near-duplicates'),
    unreadable: summary.unreadable,
    skipped,
    outliers: findings
      .filter(({ code, role }) => code === 'outliers' && role === 'source')
      .flatMap(({ examples }) => examples.map(({ files: [file], note }) => ({ file, note }))),
    leaks: [...pairs('split-leak'), ...pairs('domain-leak')],
    mismatch: findings
      .filter(({ code, severity }) => severity === 'alarm' && mismatchCodes.has(code))
      .map(({ code, message, fix }) => ({ code, message, fix })),
    classDifferences: target && classDifferences(summary, target.summary),
    splits: inspection.profiles[0].split,
    findings,
  }
}

function classDifferences(here: DomainSummary, against: DomainSummary): InspectionJson['classDifferences'] {
  if (!here.labelled || !against.labelled) return null
  const without = (names: readonly string[], others: readonly string[]): string[] => names.filter((name) => !others.includes(name))
  return { onlyHere: without(here.classNames, against.classNames), onlyAgainst: without(against.classNames, here.classNames) }
}
