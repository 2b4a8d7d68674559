/** Recognises folders that are sides of a split rather than classes: a user's own train, val and test. */
import type { Side } from '@shared/domain/split'

const sideOf: Readonly<Record<string, Side>> = {
  train: 'train',
  training: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  test: 'test',
  testing: 'test',
}

/** The side of each folder directly below a root; null unless all of them are sides, one for training and another beside it. */
export function splitFolders(names: readonly string[]): ReadonlyMap<string, Side> | null {
  const sides = new Map<string, Side>()
  for (const name of names) {
    const side = Object.hasOwn(sideOf, name.toLowerCase()) ? sideOf[name.toLowerCase()] : undefined
    if (side === undefined) return null
    sides.set(name, side)
  }
  const found = new Set(sides.values())
  return found.has('train') && found.size > 1 ? sides : null
}
