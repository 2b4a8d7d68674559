/** The classes of two domains side by side, and how differently the domains are made up of them. */
import { type ClassMap, sourceClassOf } from './split'

export interface ClassCounts {
  readonly classNames: readonly string[]
  /** Images of each class, in the order of the names. */
  readonly counts: readonly number[]
}

export interface ClassesOfBoth {
  /** The source's classes in their order, then those that only the target has. */
  readonly names: readonly string[]
  /** Images of each of them; target classes that are matched with one of the source count as that. */
  readonly source: readonly number[]
  readonly target: readonly number[]
  /** Total variation Σ|p − q| / 2 of the parts over the classes of both: 0 the same parts, 1 no class in common. */
  readonly shift: number
}

export function classesOfBoth(source: ClassCounts, target: ClassCounts, classMap: ClassMap = {}): ClassesOfBoth {
  const matched = target.classNames.map((name) => sourceClassOf(name, source.classNames, classMap) ?? name)
  const names = [...new Set([...source.classNames, ...matched])]
  const countIn = (classNames: readonly string[], counts: readonly number[]): number[] =>
    names.map((name) => classNames.reduce((sum, one, id) => (one === name ? sum + (counts[id] ?? 0) : sum), 0))
  const ofSource = countIn(source.classNames, source.counts)
  const ofTarget = countIn(matched, target.counts)
  const [partsOfSource, partsOfTarget] = [partsOf(ofSource), partsOf(ofTarget)]
  return {
    names,
    source: ofSource,
    target: ofTarget,
    shift: partsOfSource.reduce((sum, part, id) => sum + Math.abs(part - (partsOfTarget[id] ?? 0)), 0) / 2,
  }
}

/** Each count over all of them; zeros where there is nothing. */
export function partsOf(counts: readonly number[]): number[] {
  const all = Math.max(
    1,
    counts.reduce((sum, count) => sum + count, 0),
  )
  return counts.map((count) => count / all)
}
