/** What is notable about a pair of domains, worst first: the problems that block a run, the engine's findings, then what else is fine. */
import type { DomainSummary, PairProblem } from '@shared/domain/dataset'
import type { DomainRole } from '@shared/domain/ids'
import type { Finding, FindingFix, GalleryItem } from '@shared/domain/inspection'
import { formatAmount, formatCount } from '../../ui/format'

export interface ShownFinding {
  readonly id: string
  /** `blocks`: Run would fail; `alarm`: a result would be wrong; `look`: worth knowing; `fine`: looked at and good. */
  readonly level: 'blocks' | Finding['severity']
  readonly title: string
  readonly text: string
  readonly fix: FindingFix | null
  readonly gallery: readonly GalleryItem[]
  /** Which side's unreadable files belong under it. */
  readonly filesOf?: DomainRole
  /** Whether matching classes mends it. */
  readonly mapsClasses?: boolean
}

const titles: Readonly<Record<PairProblem['code'], string>> = {
  'no-images': 'No images',
  'one-class': 'Only one class',
  'unlabelled-source': 'The source has no labels',
  'class-names-differ': 'Class names differ',
  'class-missing-in-source': 'Sources differ in their classes',
  'few-images': 'Few images',
  'unreadable-files': 'Unreadable files',
  'identical-domains': 'Both domains are the same',
  'folder-missing': 'Folder missing',
}

const order = { blocks: 0, alarm: 1, look: 2, fine: 3 } as const

export function findFindings(
  problems: readonly PairProblem[],
  found: readonly Finding[],
  source: DomainSummary,
  target: DomainSummary,
): readonly ShownFinding[] {
  const leaksKnown = found.some(({ code, severity }) => code === 'domain-leak' && severity === 'alarm')
  const fromChecks = problems
    // The look at the pictures finds the same images and more, and has a remedy.
    .filter(({ code, blocks }) => blocks || code !== 'identical-domains' || !leaksKnown)
    .map((problem, index): ShownFinding => {
      const side = problem.role === null ? '' : ` (${problem.role})`
      return {
        id: `${problem.code}-${index}`,
        level: problem.blocks ? 'blocks' : 'look',
        title: `${titles[problem.code]}${side}`,
        text: `${problem.message} ${problem.hint}`,
        fix: null,
        gallery: [],
        ...(problem.code === 'unreadable-files' && problem.role ? { filesOf: problem.role } : {}),
        ...(problem.code === 'class-names-differ' ? { mapsClasses: true } : {}),
      }
    })
  const fromLook = found.map(
    ({ code, severity, role, title, message, why, fix, gallery }): ShownFinding => ({
      id: `${code}-${role ?? 'both'}`,
      level: severity,
      title,
      text: why === '' ? message : `${message} ${why}`,
      fix,
      gallery,
    }),
  )
  const codes = new Set(problems.map((problem) => problem.code))
  const rest = [
    ...[source, target].map((side) => unreadable(side, problems)),
    source.unreadable.length + target.unreadable.length > 0 ? null : allReadable(source, target),
    codes.has('class-names-differ') ? null : classNames(source, target),
  ].filter((finding) => finding !== null)
  return [...fromChecks, ...fromLook, ...rest].sort((a, b) => order[a.level] - order[b.level])
}

/** Those that ask for a look or more; what is fine is not counted. */
export function countNotable(findings: readonly ShownFinding[]): number {
  return findings.filter(({ level }) => level !== 'fine').length
}

const plain = { fix: null, gallery: [] } as const

/** Unreadable files that the engine did not already report for this side. */
function unreadable(side: DomainSummary, problems: readonly PairProblem[]): ShownFinding | null {
  const count = side.unreadable.length
  if (
    count === 0 ||
    problems.some((problem) => problem.code === 'unreadable-files' && (problem.role === side.role || problem.role === null))
  )
    return null
  return {
    id: `unreadable-${side.role}`,
    level: 'look',
    title: `Unreadable files (${side.role})`,
    text: `${formatAmount(count, 'file')} could not be read. They are left out; the other ${formatCount(side.images)} are in.`,
    filesOf: side.role,
    ...plain,
  }
}

function allReadable(source: DomainSummary, target: DomainSummary): ShownFinding {
  const images = source.images + target.images
  return {
    id: 'readable',
    level: 'fine',
    title: 'Nothing unreadable',
    text: `${formatCount(images)} of ${formatAmount(images, 'image')} decoded.`,
    ...plain,
  }
}

function classNames(source: DomainSummary, target: DomainSummary): ShownFinding | null {
  if (target.images === 0) return null
  if (!target.labelled) {
    return {
      id: 'unlabelled-target',
      level: 'look',
      title: 'The target has no class folders',
      text: 'Adaptation works without them. Target accuracy cannot be reported, only label-free scores.',
      ...plain,
    }
  }
  const count = source.classNames.length
  return {
    id: 'names',
    level: 'fine',
    title: 'Class names match',
    text: `${count} of ${count} folders have the same name on both sides. Names are read; the images in them are shuffled before use.`,
    ...plain,
  }
}
