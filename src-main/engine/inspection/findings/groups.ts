/** Whether folders or file names mark images that belong together, such as frames of one film or slices of one patient. */
import type { Finding } from '@shared/domain/inspection'
import { type FindingFamily, type InspectedDomain, openClasses, sidesOf } from '../finding'

type Kind = 'subfolder' | 'name'

/** Part of a domain's images that must be marked, and the fewest images a group has on average. */
const most = 0.8
const smallest = 3
/** Fewer groups than this for each class are kinds of images rather than subjects. */
const perClass = 3

const words: Readonly<Record<Kind, string>> = { subfolder: 'Subfolders', name: 'File names' }

export const groups: FindingFamily = (pair) => {
  for (const kind of ['subfolder', 'name'] as const) {
    for (const side of sidesOf(pair)) {
      const found = marked(side, kind)
      if (found) return [found]
    }
  }
  return []
}

function marked(side: InspectedDomain, kind: Kind): Finding | null {
  const { domain, role, figures, split } = side
  const members = new Map<number, number[]>()
  for (const [index, marks] of domain.marks.entries()) {
    if (marks[kind] < 0) continue
    const group = members.get(marks[kind])
    if (group) group.push(index)
    else members.set(marks[kind], [index])
  }
  const count = [...members.values()].reduce((sum, group) => sum + group.length, 0)
  const classes = openClasses(side)?.names.length ?? Math.max(1, domain.summary.classNames.length)
  if (count < most * figures.count || members.size < perClass * classes || members.size < 5 || count < smallest * members.size) return null
  const held = new Set(split.test)
  const across = [...members.values()].filter(
    (group) => group.some((index) => held.has(index)) && group.some((index) => !held.has(index)),
  ).length
  if (across === 0) return null
  return {
    code: 'groups',
    severity: 'look',
    role,
    title: `${words[kind]} mark ${members.size.toLocaleString('en-US')} groups (${role})`,
    message: `${words[kind]} gather ${count.toLocaleString('en-US')} images into ${members.size.toLocaleString('en-US')} groups; ${across.toLocaleString('en-US')} of them lie on both sides of the split.`,
    why: 'Images of one subject on both sides make the test too easy: the network recognises the subject.',
    fix: { label: 'Keep groups together', change: { kind: 'group', groupBy: kind } },
    gallery: [],
  }
}
