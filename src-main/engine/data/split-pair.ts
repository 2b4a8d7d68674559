/** Turns imported domains into the pair a run trains on: split into training and test images, target labels behind the vault. */
import { AppError } from '@shared/contract/failure'
import { type ClassMap, plainSplit, type SplitSettings, sourceClassOf } from '@shared/domain/split'
import type { ImportedDomain } from './imported-domain'
import { createVault, type LedgerSink, type VaultSplit } from './label-vault'
import { selectPixels } from './pixel-rows'
import { allIndices, type Split, splitSource, splitTarget } from './split-indices'
import type { Images, LabelVault, PairData, PairSide } from './types'

export interface SplitRequest {
  readonly source: ImportedDomain
  readonly target: ImportedDomain
  /** Test images from a folder of their own; then all of `target` is for training. */
  readonly targetTest?: ImportedDomain | null
  /** Part of each domain held out, in (0,1). */
  readonly testFraction: number
  readonly splits?: SplitSettings | undefined
  /** Which target class is which source class, where names differ. */
  readonly classMap?: ClassMap | undefined
  /** Of the split alone. Left at its default, all trials of a run, and all runs on the same data, share one split. */
  readonly seed?: number
  readonly ledger: LedgerSink
}

/**
 * The source is split class by class, the target by content and seed alone. Images with the same content stay on the same
 * side, so that none is both trained and tested on. Throws AppError `invalid-input` when the source cannot be learnt from.
 */
export function splitPair(request: SplitRequest): PairData {
  const { source, target, targetTest = null, testFraction, splits = plainSplit, classMap = {}, seed = 0, ledger } = request
  const { labels } = source
  const { classNames } = source.summary
  if (labels.kind !== 'open' || classNames.length < 2) {
    throw new AppError(
      'invalid-input',
      `The source ${source.summary.name} has ${classNames.length === 1 ? 'one class' : 'no classes'}; learning needs at least two.`,
      'Choose a folder that holds one folder of images for each class.',
      'source',
    )
  }
  for (const domain of [target, targetTest]) {
    if (domain && (domain.summary.role !== 'target' || domain.summary.imageSize !== source.summary.imageSize)) {
      throw new Error('splitPair wants domains imported as targets, with the image size of the source.')
    }
  }
  const rule = { testFraction, ...splits, seed }
  const sourceSplit = splitSource(source, labels.classIds, rule)
  const targetSplit = targetTest ? withTestFolder(target) : splitTarget(target, rule, { domain: source, split: sourceSplit })
  const tested: VaultParts['test'] = targetTest ? [targetTest, allIndices(targetTest)] : [target, targetSplit.test]
  const labelled = (indices: Int32Array) => ({
    ...pick(source, indices),
    labels: indices.map((index) => labels.classIds[index]),
    ...(source.summary.parts.length > 1 ? { domains: indices.map((index) => source.marks[index].part) } : {}),
  })
  return {
    source: toSides(sourceSplit, labelled),
    target: { ...toSides(targetSplit, (indices) => pick(target, indices)), test: pick(...tested) },
    vault: openVault({ classNames, classMap, train: [target, targetSplit.train], test: tested }, ledger),
    ownVault: openVault({ classNames: target.summary.classNames, classMap: {}, train: [target, targetSplit.train], test: tested }, ledger),
    classNames,
    summaries: { source: source.summary, target: target.summary },
  }
}

function withTestFolder(target: ImportedDomain): Split {
  return { train: allIndices(target), validation: new Int32Array(0), test: new Int32Array(0) }
}

function toSides<I extends Images>({ train, validation, test }: Split, pickImages: (indices: Int32Array) => I): PairSide<I> {
  return {
    train: pickImages(train),
    ...(validation.length > 0 ? { validation: pickImages(validation) } : {}),
    test: pickImages(test),
  }
}

function pick({ summary, pixels }: ImportedDomain, indices: Int32Array): Images {
  return { count: indices.length, size: summary.imageSize, pixels: selectPixels(pixels, indices), domainIndex: indices }
}

/**
 * A vault over images of a target that nothing is trained on with labels: a stream's. Both of its splits are these images.
 * Null as for a pair: without class folders, or with classes that the source lacks.
 */
export function vaultOver(
  images: { readonly domain: ImportedDomain; readonly indices: Int32Array },
  classes: Pick<VaultParts, 'classNames' | 'classMap'>,
  ledger: LedgerSink,
): LabelVault | null {
  const split = [images.domain, images.indices] as const
  return openVault({ ...classes, train: split, test: split }, ledger)
}

interface VaultParts {
  readonly classNames: readonly string[]
  readonly classMap: ClassMap
  readonly train: readonly [ImportedDomain, Int32Array]
  readonly test: readonly [ImportedDomain, Int32Array]
}

/** Null unless both splits have class folders and share a class with the source: other labels could not be compared with predictions. */
function openVault({ classNames, classMap, train, test }: VaultParts, ledger: LedgerSink): LabelVault | null {
  const toSplit = ([domain, indices]: VaultParts['train']): VaultSplit | null => {
    if (domain.labels.kind !== 'sealed') return null
    const toSourceClass = Int32Array.from(domain.summary.classNames, (name) =>
      classNames.indexOf(sourceClassOf(name, classNames, classMap) ?? ''),
    )
    if (toSourceClass.every((classId) => classId === -1)) return null
    return { labels: domain.labels.sealed, indices, toSourceClass }
  }
  const trainSplit = toSplit(train)
  const testSplit = toSplit(test)
  return trainSplit && testSplit ? createVault({ train: trainSplit, test: testSplit }, ledger) : null
}
