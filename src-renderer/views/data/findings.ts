/** What is notable about a pair of domains, worst first: the engine's problems, then what the summaries show, then what is fine. */
import type { DomainSummary, PairProblem } from '@shared/domain/dataset'
import type { DomainRole } from '@shared/domain/ids'
import { formatAmount, formatCount } from '../../ui/format'

export interface Finding {
  readonly id: string
  /** `blocks`: Run would fail; `look`: worth knowing; `fine`: looked at and good. */
  readonly level: 'blocks' | 'look' | 'fine'
  readonly title: string
  readonly text: string
  /** Which side's unreadable files belong under it. */
  readonly filesOf?: DomainRole
}

const titles: Readonly<Record<PairProblem['code'], string>> = {
  'no-images': 'No images',
  'one-class': 'Only one class',
  'unlabelled-source': 'The source has no labels',
  'class-names-differ': 'Class names differ',
  'few-images': 'Few images',
  'unreadable-files': 'Unreadable files',
  'identical-domains': 'Both domains are the same',
  'folder-missing': 'Folder missing',
}

/** Largest class over smallest from which on a source counts as unbalanced. */
const balanceLimit = 1.5

export function findFindings(problems: readonly PairProblem[], source: DomainSummary, target: DomainSummary): readonly Finding[] {
  const fromEngine = problems.map((problem, index): Finding => {
    const side = problem.role === null ? '' : ` (${problem.role})`
    return {
      id: `${problem.code}-${index}`,
      level: problem.blocks ? 'blocks' : 'look',
      title: `${titles[problem.code]}${side}`,
      text: `${problem.message} ${problem.hint}`,
      ...(problem.code === 'unreadable-files' && problem.role ? { filesOf: problem.role } : {}),
    }
  })
  const codes = new Set(problems.map((problem) => problem.code))
  const rest = [
    ...[source, target].flatMap((side) => [unreadable(side, problems), duplicates(side)]),
    balance(source),
    codes.has('unreadable-files') || source.unreadable.length + target.unreadable.length > 0 ? null : allReadable(source, target),
    codes.has('class-names-differ') ? null : classNames(source, target),
  ].filter((finding) => finding !== null)
  const order = { blocks: 0, look: 1, fine: 2 }
  return [...fromEngine, ...rest].sort((a, b) => order[a.level] - order[b.level])
}

/** Unreadable files that the engine did not already report for this side. */
function unreadable(side: DomainSummary, problems: readonly PairProblem[]): Finding | null {
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
  }
}

function duplicates(side: DomainSummary): Finding | null {
  if (side.duplicates === 0) return null
  return {
    id: `duplicates-${side.role}`,
    level: 'look',
    title: `${formatAmount(side.duplicates, 'identical image')} (${side.role})`,
    text: 'Their bytes equal those of another image. Copies in one class stay on one side of the split; each still counts as an image of its own.',
  }
}

function balance(source: DomainSummary): Finding | null {
  const counts = source.classCounts
  if (!counts || counts.length < 2) return null
  const most = Math.max(...counts)
  const least = Math.min(...counts)
  if (least === 0) return null
  const ratio = most / least
  const largest = source.classNames[counts.indexOf(most)]
  const smallest = source.classNames[counts.indexOf(least)]
  const figures =
    most === least
      ? `Every class has ${formatAmount(most, 'image')}.`
      : `"${largest}" has ${formatAmount(most, 'image')}, "${smallest}" ${formatCount(least)}: largest ÷ smallest ${ratio.toFixed(2)}.`
  return ratio > balanceLimit
    ? {
        id: 'balance',
        level: 'look',
        title: 'Class counts differ',
        text: `${figures} The network will favour the large classes; where the target differs, that costs accuracy.`,
      }
    : { id: 'balance', level: 'fine', title: 'Classes balanced', text: figures }
}

function allReadable(source: DomainSummary, target: DomainSummary): Finding {
  const images = source.images + target.images
  return {
    id: 'readable',
    level: 'fine',
    title: 'Nothing unreadable',
    text: `${formatCount(images)} of ${formatAmount(images, 'image')} decoded.`,
  }
}

function classNames(source: DomainSummary, target: DomainSummary): Finding | null {
  if (target.images === 0) return null
  if (!target.labelled) {
    return {
      id: 'unlabelled-target',
      level: 'look',
      title: 'The target has no class folders',
      text: 'Adaptation works without them. Target accuracy cannot be reported, only label-free scores.',
    }
  }
  const count = source.classNames.length
  return {
    id: 'names',
    level: 'fine',
    title: 'Class names match',
    text: `${count} of ${count} folders have the same name on both sides. Names are read; the images in them are shuffled before use.`,
  }
}
