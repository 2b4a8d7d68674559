/** Which images of a domain are for training, validation and testing, as a function of content, classes of the source, and seed. */
import type { Side, SplitSettings } from '@shared/domain/split'
import { createRandom, type RandomStream } from '../nn/random'
import type { ImageMarks, ImportedDomain } from './imported-domain'

/** Indices within the domain, ascending; together they are all of its images. */
export interface Split {
  readonly train: Int32Array
  readonly validation: Int32Array
  readonly test: Int32Array
}

export interface SplitRule extends SplitSettings {
  /** Part held out for testing, in (0,1). */
  readonly testFraction: number
  readonly seed: number
}

/** Class by class, and domain by domain where several are joined, each held out in the same proportion. classIds [images] int32, of the source. */
export function splitSource(source: ImportedDomain, classIds: Int32Array, rule: SplitRule): Split {
  const random = createRandom(rule.seed).fork('split').fork('source')
  const items = itemsOf(source, rule)
  const classOf = (item: number): number => (item < classIds.length ? classIds[item] : source.excluded[item - classIds.length].classId)
  const partOf = (item: number): number => (source.marks[item] ?? source.excluded[item - classIds.length].marks).part
  const parts = Math.max(1, source.summary.parts.length)
  const strata = Array.from({ length: parts * source.summary.classNames.length }, (): number[] => [])
  for (let item = 0; item < items.count; item++) strata[classOf(item) * parts + partOf(item)].push(item)
  const nameOf = (stratum: number): string => {
    const [name, part] = [source.summary.classNames[Math.floor(stratum / parts)], stratum % parts]
    return part === 0 ? name : `${name} of domain ${part}`
  }
  // The same picture under two classes must not be on two sides either: the first class decides.
  const decided = new Map<string, Side>()
  for (const [stratum, members] of strata.entries()) {
    const free = members.filter((item) => !decided.has(items.units[item]))
    for (const [unit, side] of divide(free, items, { ...rule, random: random.fork(nameOf(stratum)) })) decided.set(unit, side)
  }
  return toSplit(source, items, decided)
}

/** How the other domain is split already. */
export interface KnownSplit {
  readonly domain: ImportedDomain
  readonly split: Split
}

/**
 * By content and seed alone. A shifted image whose original is in `like` goes to the side the original is on: what a model has
 * trained on must not come back shifted as a test.
 */
export function splitTarget(target: ImportedDomain, rule: SplitRule, like?: KnownSplit): Split {
  const random = createRandom(rule.seed).fork('split').fork('target')
  const plain = itemsOf(target, rule)
  const items = target.origins !== null && like !== undefined ? likeItsOrigin(plain, target.origins, like) : plain
  return toSplit(
    target,
    items,
    divide(
      Array.from({ length: items.count }, (_, item) => item),
      items,
      { ...rule, random },
    ),
  )
}

/** Images whose originals are split already keep those sides, each as a unit of its own. */
function likeItsOrigin({ count, units, sides }: Items, origins: readonly string[], { domain, split }: KnownSplit): Items {
  const sideOf = new Map<string, Side>()
  for (const side of ['train', 'validation', 'test'] as const) {
    for (const index of split[side]) sideOf.set(domain.contentHashes[index], side)
  }
  const known = units.map((_, item) => sideOf.get(origins[item] ?? '') ?? null)
  return {
    count,
    units: units.map((unit, item) => (known[item] === null ? unit : `${unit} as its original in ${known[item]}`)),
    sides: sides.map((side, item) => known[item] ?? side),
  }
}

/** Images of a domain and, behind them, those its preparation leaves out: they are drawn like the others, then dropped. */
interface Items {
  readonly count: number
  /** What stays together: the name of each item's unit. */
  readonly units: readonly string[]
  readonly sides: readonly (Side | null)[]
}

function itemsOf(domain: ImportedDomain, { groupBy }: SplitSettings): Items {
  const contents = [...domain.contentHashes, ...domain.excluded.map(({ contentHash }) => contentHash)]
  const marks = [...domain.marks, ...domain.excluded.map((image) => image.marks)]
  const units = groupBy === 'none' ? contents : joinGroups(contents, marks, groupBy)
  return {
    count: contents.length,
    // What the user put on a side stays there, copies on other sides or not.
    units: units.map((unit, item) => (isHeldOut(marks[item].side) ? `${unit} for ${marks[item].side}` : unit)),
    sides: marks.map(({ side }) => side),
  }
}

/** Images of one group, and images of one content, end in one unit; it is named after its first content, so that it follows from content alone. */
function joinGroups(contents: readonly string[], marks: readonly ImageMarks[], groupBy: 'subfolder' | 'name'): string[] {
  const parent = contents.map((_, item) => item)
  const root = (item: number): number => {
    let at = item
    while (parent[at] !== at) at = parent[at] = parent[parent[at]]
    return at
  }
  const first = new Map<string, number>()
  const join = (key: string, item: number): void => {
    const known = first.get(key)
    if (known === undefined) first.set(key, item)
    else parent[root(item)] = root(known)
  }
  for (const [item, content] of contents.entries()) {
    join(content, item)
    if (marks[item][groupBy] >= 0) join(`group ${marks[item][groupBy]}`, item)
  }
  const names = new Map<number, string>()
  for (const [item, content] of contents.entries()) {
    const name = names.get(root(item))
    if (name === undefined || content < name) names.set(root(item), content)
  }
  return contents.map((_, item) => names.get(root(item)) as string)
}

/**
 * The user's own sides where the domain has them. What they do not hold out is drawn: whole units, in an order given by the seed,
 * until the fraction is reached; with two units or more, training and testing get one each.
 */
function divide(members: readonly number[], items: Items, rule: SplitRule & { readonly random: RandomStream }): Map<string, Side> {
  const decided = new Map<string, Side>()
  for (const item of members) {
    const side = items.sides[item]
    if (isHeldOut(side)) decided.set(items.units[item], side)
  }
  const own = new Set(decided.values())
  const units = new Map<string, number>()
  for (const item of members) if (!decided.has(items.units[item])) units.set(items.units[item], (units.get(items.units[item]) ?? 0) + 1)
  // Sorted here, so that the split is a function of content and seed whatever order the domain has.
  const names = [...units.keys()].sort()
  const total = names.reduce((sum, name) => sum + (units.get(name) as number), 0)
  const wanted = {
    test: own.has('test') ? 0 : Math.max(1, Math.round(total * rule.testFraction)),
    validation: own.has('validation') ? 0 : Math.round(total * rule.validationFraction),
  }
  const drawn = { test: 0, validation: 0 }
  for (const [place, draw] of [...rule.random.permutation(names.length)].entries()) {
    const name = names[draw]
    // The first one drawn always trains.
    const side = place === 0 ? 'train' : drawn.test < wanted.test ? 'test' : drawn.validation < wanted.validation ? 'validation' : 'train'
    decided.set(name, side)
    if (side !== 'train') drawn[side] += units.get(name) as number
  }
  return decided
}

function isHeldOut(side: Side | null): side is Exclude<Side, 'train'> {
  return side !== null && side !== 'train'
}

function toSplit(domain: ImportedDomain, items: Items, decided: ReadonlyMap<string, Side>): Split {
  const side = (wanted: Side): Int32Array => allIndices(domain).filter((index) => (decided.get(items.units[index]) ?? 'train') === wanted)
  return { train: side('train'), validation: side('validation'), test: side('test') }
}

export function allIndices(domain: ImportedDomain): Int32Array {
  return Int32Array.from({ length: domain.summary.images }, (_, index) => index)
}
