/** Which target class is which source class, as far as their names tell: a start for the user to correct. */
import type { ClassMap } from '@shared/domain/split'

const numbers = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

/** Only target classes that the source does not have under the same name; null where no name is alike. */
export function suggestClassMap(source: readonly string[], target: readonly string[]): ClassMap {
  const taken = new Set(target.filter((name) => source.includes(name)))
  const bySimple = new Map(source.map((name) => [simple(name), name]))
  const map: Record<string, string | null> = {}
  for (const name of target) {
    if (source.includes(name)) continue
    const like = bySimple.get(simple(name))
    const free = like !== undefined && !taken.has(like)
    map[name] = free ? like : null
    if (free) taken.add(like)
  }
  return map
}

/** Without case, order numbers in front, plural and punctuation; words for small numbers as digits. */
function simple(name: string): string {
  const words = name.normalize('NFKD').toLowerCase()
  const bare = words.replace(/[^\p{L}\p{N}]+/gu, '')
  const unnumbered = /^\d+\p{L}/u.test(bare) ? bare.replace(/^\d+/, '') : bare
  const digit = numbers.indexOf(unnumbered)
  return digit >= 0 ? String(digit) : unnumbered.replace(/^0+(?=\d)/, '').replace(/s$/, '')
}
