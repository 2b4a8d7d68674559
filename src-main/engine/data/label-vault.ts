/** Where target labels live: inside this file, behind a seal without content, and out only through a vault that writes the ledger first. */
import type { LedgerEntry } from '@shared/domain/ledger'
import { createRandom } from '../nn/random'
import type { FewLabels, LabelVault } from './types'

declare const seal: unique symbol
/** Stands for a target's labels and shows nothing of them. */
export interface SealedLabels {
  readonly [seal]: 'sealed'
}

/** Appends an entry to the run's ledger and stamps its time; must be done, or have thrown, when it returns. */
export type LedgerSink = (entry: Omit<LedgerEntry, 'time'>) => void

/** The labels behind one split: which images of which sealed domain, and what their classes are called at the source. */
export interface VaultSplit {
  readonly labels: SealedLabels
  /** Positions within the sealed domain, in the split's order. */
  readonly indices: Int32Array
  /** Source class id of each of the domain's own class ids; -1 where the source has no such class. */
  readonly toSourceClass: Int32Array
}

const contents = new WeakMap<SealedLabels, Int32Array>()

/** Puts labels away. classIds [count] int32, in the order of the domain's images. */
export function sealLabels(classIds: Int32Array): SealedLabels {
  const sealed = Object.freeze({}) as SealedLabels
  contents.set(sealed, classIds.slice())
  return sealed
}

/** The only way back from a seal to labels. When the ledger refuses an entry, its error is thrown and nothing is answered. */
export function createVault(splits: Readonly<Record<'train' | 'test', VaultSplit>>, ledger: LedgerSink): LabelVault {
  return Object.freeze({
    read({ split, place, kind, purpose }: Parameters<LabelVault['read']>[0]): Int32Array {
      const labels = labelsOf(splits[split])
      ledger({ place, kind, purpose, split, labels: labels.length })
      return labels
    },
    readFew({ place, purpose, shots, seed }: Parameters<LabelVault['readFew']>[0]): FewLabels {
      const few = drawFew(labelsOf(splits.train), { shots, seed })
      ledger({ place, kind: 'few-labels', purpose, split: 'train', labels: few.labels.length })
      return few
    },
  })
}

/** Images of each class: a read of labels like any other, entered before it is answered. [classes] counts in the order of class ids. */
export function countSealed(
  labels: SealedLabels,
  { classes, place, purpose }: Pick<LedgerEntry, 'place' | 'purpose'> & { readonly classes: number },
  ledger: LedgerSink,
): number[] {
  const classIds = contents.get(labels)
  if (!classIds) throw new Error('These labels were never sealed.')
  ledger({ place, kind: 'counts', purpose, split: 'all', labels: classIds.length })
  const counts = new Array<number>(classes).fill(0)
  for (const classId of classIds) counts[classId] += 1
  return counts
}

function labelsOf({ labels, indices, toSourceClass }: VaultSplit): Int32Array {
  const classIds = contents.get(labels)
  if (!classIds) throw new Error('These labels were never sealed.')
  return indices.map((index) => toSourceClass[classIds[index]])
}

function drawFew(all: Int32Array, { shots, seed }: { readonly shots: number; readonly seed: number }): FewLabels {
  const drawn = new Map<number, number>()
  const positions = createRandom(seed)
    .fork('few-labels')
    .permutation(all.length)
    .filter((position) => {
      const count = drawn.get(all[position]) ?? 0
      drawn.set(all[position], count + 1)
      return all[position] >= 0 && count < shots
    })
  return { positions, labels: positions.map((position) => all[position]) }
}
