/** Whether both domains have their classes in the same parts; only where the counts of both lie open. */
import type { DomainSummary } from '@shared/domain/dataset'
import type { Finding } from '@shared/domain/inspection'
import { sourceClassOf } from '@shared/domain/split'
import { type FindingFamily, fine } from '../finding'

/** Total variation from which on the parts count as different. */
const limit = 0.1

export const labelShift: FindingFamily = ({ source, target }) => {
  const [a, b] = [source.domain.summary, target?.domain.summary]
  return b === undefined || a.classCounts === null || b.classCounts === null
    ? []
    : compareParts(a, { classNames: b.classNames, classCounts: b.classCounts })
}

/** Σ|p − q| / 2 over the classes of both: 0 the same parts, 1 no class in common. Counts of a target come through the ledger. */
export function compareParts(
  source: Pick<DomainSummary, 'classNames' | 'classCounts'>,
  target: { readonly classNames: readonly string[]; readonly classCounts: readonly number[] },
): Finding[] {
  const names = [...new Set([...source.classNames, ...target.classNames])]
  if (names.length < 2) return []
  const partsOf = (classNames: readonly string[], counts: readonly number[]): Map<string, number> => {
    const total = Math.max(
      1,
      counts.reduce((sum, count) => sum + count, 0),
    )
    return new Map(classNames.map((name, id) => [name, counts[id] / total]))
  }
  const ofSource = partsOf(source.classNames, source.classCounts ?? [])
  const ofTarget = partsOf(
    target.classNames.map((name) => sourceClassOf(name, source.classNames, {}) ?? name),
    target.classCounts,
  )
  const differences = names.map((name) => (ofTarget.get(name) ?? 0) - (ofSource.get(name) ?? 0))
  const shift = differences.reduce((sum, difference) => sum + Math.abs(difference), 0) / 2
  const widest = differences.reduce((best, difference, id) => (Math.abs(difference) > Math.abs(differences[best]) ? id : best), 0)
  const percent = (part: number | undefined): string => `${(100 * (part ?? 0)).toFixed(1)} %`
  const message = `Total variation of the class parts is ${shift.toFixed(2)}; '${names[widest]}' makes up ${percent(ofSource.get(names[widest]))} of the source and ${percent(ofTarget.get(names[widest]))} of the target.`
  if (shift <= limit) return [fine({ code: 'label-shift', title: 'No label shift to speak of', message })]
  return [
    {
      code: 'label-shift',
      severity: 'look',
      role: null,
      title: 'Class parts differ between the domains',
      message,
      why: 'Methods that make both clouds of features equal push images of frequent classes over to rare ones when the parts differ.',
      fix: null,
      gallery: [],
    },
  ]
}
