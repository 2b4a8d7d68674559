/** Turns imported domains into the pair a run trains on: split into training and test images, target labels behind the vault. */
import { AppError } from '@shared/contract/failure'
import type { ImportedDomain } from './imported-domain'
import { imagePixels } from './imported-domain'
import { createVault, type LedgerSink, type VaultSplit } from './label-vault'
import { allIndices, splitSource, splitTarget } from './split-indices'
import type { Images, LabelVault, PairData } from './types'

export interface SplitRequest {
  readonly source: ImportedDomain
  readonly target: ImportedDomain
  /** Test images from a folder of their own; then all of `target` is for training. */
  readonly targetTest?: ImportedDomain | null
  /** Part of each domain held out, in (0,1). */
  readonly testFraction: number
  /** Of the split alone. Left at its default, all trials of a run, and all runs on the same data, share one split. */
  readonly seed?: number
  readonly ledger: LedgerSink
}

/**
 * The source is split class by class, the target by content and seed alone. Images with the same content stay on the same
 * side, so that none is both trained and tested on. Throws AppError `invalid-input` when the source cannot be learnt from.
 */
export function splitPair({ source, target, targetTest = null, testFraction, seed = 0, ledger }: SplitRequest): PairData {
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
  const sourceSplit = splitSource(source, labels.classIds, { testFraction, seed })
  const targetSplit = targetTest ? { train: allIndices(target), test: allIndices(targetTest) } : splitTarget(target, { testFraction, seed })
  const labelled = (indices: Int32Array) => ({ ...pick(source, indices), labels: indices.map((index) => labels.classIds[index]) })
  return {
    source: { train: labelled(sourceSplit.train), test: labelled(sourceSplit.test) },
    target: { train: pick(target, targetSplit.train), test: pick(targetTest ?? target, targetSplit.test) },
    vault: openVault({ classNames, train: [target, targetSplit.train], test: [targetTest ?? target, targetSplit.test] }, ledger),
    classNames,
    summaries: { source: source.summary, target: target.summary },
  }
}

function pick(domain: ImportedDomain, indices: Int32Array): Images {
  const size = domain.summary.imageSize
  const rowBytes = size * size * 3
  const pixels = new Uint8Array(indices.length * rowBytes)
  for (const [position, index] of indices.entries()) pixels.set(imagePixels(domain, index), position * rowBytes)
  return { count: indices.length, size, pixels, domainIndex: indices }
}

interface VaultParts {
  readonly classNames: readonly string[]
  readonly train: readonly [ImportedDomain, Int32Array]
  readonly test: readonly [ImportedDomain, Int32Array]
}

/** Null unless both splits have class folders and share a class with the source: other labels could not be compared with predictions. */
function openVault({ classNames, train, test }: VaultParts, ledger: LedgerSink): LabelVault | null {
  const toSplit = ([domain, indices]: VaultParts['train']): VaultSplit | null => {
    if (domain.labels.kind !== 'sealed') return null
    const toSourceClass = Int32Array.from(domain.summary.classNames, (name) => classNames.indexOf(name))
    if (toSourceClass.every((classId) => classId === -1)) return null
    return { labels: domain.labels.sealed, indices, toSourceClass }
  }
  const trainSplit = toSplit(train)
  const testSplit = toSplit(test)
  return trainSplit && testSplit ? createVault({ train: trainSplit, test: testSplit }, ledger) : null
}
