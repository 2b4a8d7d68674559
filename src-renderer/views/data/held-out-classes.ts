/** One folder as both sides of a study of new classes: some of its classes are kept unseen, the rest are learnt. */
import type { FolderSource } from '@shared/domain/dataset'
import type { Study, StudyData } from '@shared/domain/study'
import { drawOrder } from '../../charts/map/draw-order'

/** Fewest classes on either side: with one there is nothing to tell apart. */
const fewest = 2

/** The folder that a study's source is of, whole or divided; null where it is none. */
export function wholeFolder({ data: { source } }: Study): FolderSource | null {
  const base = source?.kind === 'classes' ? source.base : source
  return base?.kind === 'folder' ? base : null
}

/** The classes of this folder that the study keeps unseen; null where it does not divide it. */
export function unseenOf({ data: { source, target } }: Study, folder: FolderSource): readonly string[] | null {
  const divided = source?.kind === 'classes' && target?.kind === 'classes' && isSame(source.base, folder) && isSame(target.base, folder)
  return divided ? target.classes : null
}

/** A third of the classes, at least two, drawn by the seed whatever the order of the names. */
export function drawUnseen(classNames: readonly string[], seed: number): readonly string[] {
  const sorted = [...classNames].sort()
  const count = Math.max(fewest, Math.round(sorted.length / 3))
  return [...drawOrder(sorted.length, seed).slice(0, count)].sort((a, b) => a - b).map((index) => sorted[index] as string)
}

/** Why these classes cannot be kept unseen; null where they can. */
export function divisionProblem(classNames: readonly string[], unseen: readonly string[]): string | null {
  if (classNames.length < 2 * fewest) return 'Four classes are needed: two to learn on, and two that are new.'
  if (unseen.length < fewest) return 'Tick at least two classes: with one there is nothing to tell apart.'
  return classNames.length - unseen.length < fewest ? 'Leave at least two classes to learn on.' : null
}

/**
 * Both sides of the study. What the study does to the folder's images is done on both; classes given by hand stay with the source,
 * and a matching of other folders' classes is dropped.
 */
export function divide(
  study: Study,
  folder: FolderSource,
  { classNames, unseen }: { readonly classNames: readonly string[]; readonly unseen: readonly string[] },
): Pick<StudyData, 'source' | 'target' | 'preparation' | 'classMap'> {
  const before = wholeFolder(study)
  const prepared = before && isSame(before, folder) ? study.data.preparation?.source : undefined
  return {
    source: { kind: 'classes', base: folder, classes: classNames.filter((name) => !unseen.includes(name)) },
    target: { kind: 'classes', base: folder, classes: classNames.filter((name) => unseen.includes(name)) },
    preparation: prepared && { source: prepared, target: { ...prepared, relabel: {} } },
    classMap: undefined,
  }
}

const isSame = (one: object, other: object): boolean => JSON.stringify(one) === JSON.stringify(other)
