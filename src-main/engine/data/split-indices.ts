/** Which images of a domain are for training and which for testing, as a function of content, classes of the source, and seed. */
import { createRandom, type RandomStream } from '../nn/random'
import type { ImportedDomain } from './imported-domain'

/** Indices within the domain, ascending; together they are all of its images. */
export interface Split {
  readonly train: Int32Array
  readonly test: Int32Array
}

export interface SplitRule {
  /** Part held out, in (0,1). */
  readonly testFraction: number
  readonly seed: number
}

/** Class by class, every class held out in the same proportion. classIds [images] int32, of the source. */
export function splitSource(source: ImportedDomain, classIds: Int32Array, { testFraction, seed }: SplitRule): Split {
  const random = createRandom(seed).fork('split').fork('source')
  const byClass = source.summary.classNames.map((): number[] => [])
  for (const index of allIndices(source)) byClass[classIds[index]].push(index)
  // The same picture under two classes must not be on both sides either: the first class decides.
  const decided = new Map<string, 'train' | 'test'>()
  for (const [classId, indices] of byClass.entries()) {
    const free = Int32Array.from(indices.filter((index) => !decided.has(source.contentHashes[index])))
    const drawn = { testFraction, random: random.fork(source.summary.classNames[classId]) }
    const { train, test } = splitByContent(free, source.contentHashes, drawn)
    for (const index of train) decided.set(source.contentHashes[index], 'train')
    for (const index of test) decided.set(source.contentHashes[index], 'test')
  }
  const side = (name: 'train' | 'test') => allIndices(source).filter((index) => decided.get(source.contentHashes[index]) === name)
  return { train: side('train'), test: side('test') }
}

/** By content and seed alone. */
export function splitTarget(target: ImportedDomain, { testFraction, seed }: SplitRule): Split {
  const random = createRandom(seed).fork('split').fork('target')
  return splitByContent(allIndices(target), target.contentHashes, { testFraction, random })
}

interface ContentRule {
  readonly testFraction: number
  readonly random: RandomStream
}

/** Holds out whole contents, in an order drawn by the seed, until the fraction is reached; with two contents or more each side gets one. */
function splitByContent(indices: Int32Array, contentHashes: readonly string[], { testFraction, random }: ContentRule): Split {
  const groups = new Map<string, number[]>()
  for (const index of indices) {
    const group = groups.get(contentHashes[index])
    if (group) group.push(index)
    else groups.set(contentHashes[index], [index])
  }
  // Sorted here, so that the split is a function of content and seed whatever order the domain has.
  const contents = [...groups.keys()].sort()
  const wanted = Math.max(1, Math.round(indices.length * testFraction))
  const test: number[] = []
  for (const draw of random.permutation(contents.length).subarray(1)) {
    if (test.length >= wanted) break
    test.push(...(groups.get(contents[draw]) as number[]))
  }
  const held = new Set(test)
  return { train: indices.filter((index) => !held.has(index)), test: Int32Array.from(test).sort() }
}

export function allIndices(domain: ImportedDomain): Int32Array {
  return Int32Array.from({ length: domain.summary.images }, (_, index) => index)
}
