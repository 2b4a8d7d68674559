/** The figures of methods that meet classes they were not trained on: their sessions are opened once more, for the final report. */
import { AppError } from '@shared/contract/failure'
import type { CodeTable } from '@shared/domain/new-classes'
import type { Trial, TrialResult } from '@shared/domain/run'
import { joinImages } from '../data/join-images'
import { selectImages } from '../data/select-images'
import type { Images, LabelledImages, PairData } from '../data/types'
import { judgeFewShot } from '../evaluation/new-classes/judge-few-shot'
import { judgeZeroShot } from '../evaluation/new-classes/judge-zero-shot'
import type { Session } from '../methods/method'
import { findMethod } from '../methods/registry'
import { extractFeatures } from '../training/predict'

type Figures = Pick<TrialResult, 'fewShot' | 'zeroShot'>

/** All target images whose class the source lacks, with their labels, read through the ledger. */
export function readNewClasses(
  pair: PairData,
  purpose: string,
): { readonly images: LabelledImages; readonly classNames: readonly string[] } {
  const { ownVault, target, summaries, classNames } = pair
  if (ownVault === null) {
    throw new AppError(
      'invalid-input',
      `The target ${summaries.target.name} has no class folders, so nothing can be said about new classes.`,
      'Choose a target with a folder for each new class.',
      'target',
    )
  }
  const own = summaries.target.classNames
  const labelled = (images: Images, split: 'train' | 'test'): LabelledImages => {
    const labels = ownVault
      .read({ place: 'final report', kind: 'report', split, purpose })
      .map((label) => (classNames.includes(own[label]) ? -1 : label))
    const rows = Int32Array.from(labels.keys()).filter((row) => labels[row] >= 0)
    return { ...selectImages(images, rows), labels: rows.map((row) => labels[row]) }
  }
  return { images: joinImages(labelled(target.train, 'train'), labelled(target.test, 'test')), classNames: own }
}

/** `session` at the trial's last checkpoint. */
export async function judgeNewClasses(
  session: Session,
  pair: PairData,
  parts: {
    readonly trial: Trial
    readonly params: unknown
    readonly codes: CodeTable | undefined
    readonly fresh: ReturnType<typeof readNewClasses>
  },
): Promise<Figures> {
  const { trial, params, codes, fresh } = parts
  const { images, classNames } = fresh
  const plan = findMethod(trial.method).fewShot?.(params)
  if (plan !== undefined) return { fewShot: await judgeFewShot(session, images, { plan, classNames, seed: trial.seed }) }
  if (codes === undefined) throw new Error('a method of attributes was trained without a table of them')
  const { test } = pair.source
  return {
    zeroShot: judgeZeroShot({
      seen: {
        attributes: await extractFeatures(session, test, 'source'),
        classes: Array.from(test.labels, (label) => pair.classNames[label]),
      },
      unseen: {
        attributes: await extractFeatures(session, images, 'target'),
        classes: Array.from(images.labels, (label) => classNames[label]),
      },
      codes: codes.codes,
      seenClasses: pair.classNames,
      unseenClasses: [...new Set(images.labels)].sort((a, b) => a - b).map((label) => classNames[label]),
    }),
  }
}

/** Attributes of the source's classes, in id order; throws AppError `invalid-input` for a class of either side that the table lacks. */
export function codesOf(codes: CodeTable | undefined, { classNames, summaries }: PairData): readonly (readonly number[])[] | undefined {
  if (codes === undefined) return undefined
  const missing = [...classNames, ...summaries.target.classNames].find((name) => !Object.hasOwn(codes.codes, name))
  if (missing !== undefined) {
    throw new AppError(
      'invalid-input',
      `The table of attributes has no row for the class '${missing}'.`,
      `It has ${Object.keys(codes.codes).length} rows; add one named like the class folder.`,
      'codes',
    )
  }
  return classNames.map((name) => codes.codes[name])
}
