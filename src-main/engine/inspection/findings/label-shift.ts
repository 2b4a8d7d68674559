/** Whether both domains have their classes in the same parts; only where the counts of both lie open. */
import type { DomainSummary } from '@shared/domain/dataset'
import type { Finding } from '@shared/domain/inspection'
import { classesOfBoth, partsOf } from '@shared/domain/label-shift'
import { type FindingFamily, fine } from '../finding'

/** Total variation from which on the parts count as different. */
const limit = 0.1

export const labelShift: FindingFamily = ({ source, target }) => {
  const [a, b] = [source.domain.summary, target?.domain.summary]
  return b === undefined || a.classCounts === null || b.classCounts === null
    ? []
    : compareParts(a, { classNames: b.classNames, classCounts: b.classCounts })
}

/** Counts of a target come through the ledger. */
export function compareParts(
  source: Pick<DomainSummary, 'classNames' | 'classCounts'>,
  target: { readonly classNames: readonly string[]; readonly classCounts: readonly number[] },
): Finding[] {
  const both = classesOfBoth(
    { classNames: source.classNames, counts: source.classCounts ?? [] },
    { classNames: target.classNames, counts: target.classCounts },
  )
  const { names, shift } = both
  if (names.length < 2) return []
  const [ofSource, ofTarget] = [partsOf(both.source), partsOf(both.target)]
  const distance = (id: number): number => Math.abs(ofTarget[id] - ofSource[id])
  const widest = names.reduce((best, _, id) => (distance(id) > distance(best) ? id : best), 0)
  const percent = (part: number): string => `${(100 * part).toFixed(1)} %`
  const message = `Total variation of the class parts is ${shift.toFixed(2)}; '${names[widest]}' makes up ${percent(ofSource[widest])} of the source and ${percent(ofTarget[widest])} of the target.`
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
