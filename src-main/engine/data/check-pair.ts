/** Names what is wrong or notable with a pair of domains before a run is started on it, in words and with a remedy. */
import type { DomainSummary, PairProblem, UnreadableFile } from '@shared/domain/dataset'
import type { DomainRole } from '@shared/domain/ids'
import { type ClassMap, plainSplit, type SplitSettings, sourceClassOf } from '@shared/domain/split'
import type { ImportedDomain } from './imported-domain'
import { type SplitRule, splitSource, splitTarget } from './split-indices'

/** Under this many images of a class, or of a whole domain, figures say little. */
const fewPerClass = 10
const fewPerDomain = 50

export interface CheckOptions {
  /** Part of each domain that the run would hold out, in (0,1). */
  readonly testFraction?: number
  readonly splits?: SplitSettings | undefined
  readonly classMap?: ClassMap | undefined
  /** The target is to have classes that the source lacks: it need not share one with it. */
  readonly newClasses?: boolean | undefined
  /** Test images from a folder of their own, imported as a target; nothing is held out of the target then. */
  readonly targetTest?: ImportedDomain | null
}

/** Worst first: what blocks a run, then the rest in the order of the checks. */
export function checkPair(
  source: ImportedDomain,
  target: ImportedDomain,
  { testFraction = 0.1, splits = plainSplit, classMap = {}, newClasses = false, targetTest = null }: CheckOptions = {},
): PairProblem[] {
  const problems = [
    ...checkDomain(source, 'source'),
    ...checkDomain(target, 'target'),
    ...(targetTest ? [...checkDomain(targetTest, 'target test folder'), ...checkTestedOnTraining(target, targetTest)] : []),
    ...checkSplits(source, targetTest ? null : target, { testFraction, ...splits, seed: 0 }),
    ...checkSourceClasses(source.summary),
    ...checkSourceDomains(source),
    ...(newClasses ? checkNewClasses(source.summary, target.summary) : checkTargetClasses(source.summary, target.summary, classMap)),
    ...checkSharedImages(source, target),
  ]
  return [...problems.filter(({ blocks }) => blocks), ...problems.filter(({ blocks }) => !blocks)]
}

/** For a folder that is gone, and so cannot be imported to be checked. */
export function missingFolderProblem(role: DomainRole, path: string): PairProblem {
  return {
    code: 'folder-missing',
    blocks: true,
    role,
    message: `The ${role} folder ${path} is no longer there.`,
    hint: 'Put it back, or choose another folder.',
  }
}

function checkDomain({ summary, skipped }: ImportedDomain, side: DomainRole | 'target test folder'): PairProblem[] {
  const { role, name, images, unreadable } = summary
  const problems: PairProblem[] = []
  if (images === 0) {
    const why = unreadable.length > 0 ? ` ${capital(files(unreadable.length))} could not be read (${tally(unreadable)}).` : ''
    const others = skipped > 0 ? ` ${capital(files(skipped))} ${skipped === 1 ? 'is' : 'are'} not named like an image.` : ''
    problems.push({
      code: 'no-images',
      blocks: true,
      role,
      message: `The ${side} ${name} has no images.${why}${others}`,
      hint: 'Choose a folder with PNG, JPEG, BMP, GIF or WebP images.',
    })
    return problems
  }
  if (unreadable.length > 0) {
    const subject = unreadable.length === 1 ? '1 file' : `${thousands(unreadable.length)} files`
    const rest = images === 1 ? 'the other 1 is in' : `the other ${thousands(images)} are in`
    problems.push({
      code: 'unreadable-files',
      blocks: false,
      role,
      message: `${subject} of the ${side} could not be read (${tally(unreadable)}). ${unreadable.length === 1 ? 'It is' : 'They are'} left out; ${rest}.`,
      hint: 'Look at the list and mend or remove what is damaged, or go on without.',
    })
  }
  const lean = leanClasses(summary)
  if (lean.length > 0 || images < fewPerDomain) {
    problems.push({
      code: 'few-images',
      blocks: false,
      role,
      message:
        images < fewPerDomain
          ? `The ${side} has only ${thousands(images)} ${images === 1 ? 'image' : 'images'}, so its figures will have wide intervals.`
          : `Some classes of the ${side} have fewer than ${fewPerClass} images: ${list(lean)}.`,
      hint: 'Add images if you can, and read the intervals before you compare.',
    })
  }
  return problems
}

/** Only a source's counts are known: a target's are sealed. */
function leanClasses({ classNames, classCounts }: DomainSummary): string[] {
  if (classCounts === null) return []
  return classNames.flatMap((name, id) => (classCounts[id] < fewPerClass ? [`'${name}' (${classCounts[id]})`] : []))
}

/** What the run's own split would leave without a test image. A target with a test folder of its own is not split: it is null here. */
function checkSplits(source: ImportedDomain, target: ImportedDomain | null, rule: SplitRule): PairProblem[] {
  const problems: PairProblem[] = []
  const { labels } = source
  if (labels.kind === 'open' && source.summary.classNames.length >= 2 && splitSource(source, labels.classIds, rule).test.length === 0) {
    problems.push({
      code: 'few-images',
      blocks: true,
      role: 'source',
      message: `No class of the source ${source.summary.name} has 2 different images, so none is left to test on.`,
      hint: 'Add images to the class folders: each class needs at least 2 that differ, one to train and one to test on.',
    })
  }
  if (target && target.summary.images > 0 && splitTarget(target, rule).test.length === 0) {
    const { images, name } = target.summary
    const held = images === 1 ? '1 image' : `${thousands(images)} images that are all the same`
    problems.push({
      code: 'few-images',
      blocks: true,
      role: 'target',
      message: `The target ${name} has ${held}, so none is left to test on.`,
      hint: 'Add target images: at least 2 that differ are needed, one to train and one to test on. Or test on another folder: lab run --target-test DIR.',
    })
  }
  return problems
}

function checkTestedOnTraining(target: ImportedDomain, targetTest: ImportedDomain): PairProblem[] {
  const { images } = targetTest.summary
  const shared = countShared(targetTest, target)
  if (shared === 0) return []
  const all = shared === images
  return [
    {
      code: 'identical-domains',
      blocks: all,
      role: 'target',
      message: all
        ? `${images === 1 ? 'The 1 image' : `All ${thousands(images)} images`} of the target test folder ${images === 1 ? 'is' : 'are'} in the target's training folder too. The model would be tested on its training images.`
        : `${thousands(shared)} of ${thousands(images)} images of the target test folder ${shared === 1 ? 'is' : 'are'} in the target's training folder too, so the target's figures would be too good.`,
      hint: all
        ? 'Choose a test folder with other images, or none to split the target.'
        : 'Remove the shared images from one of the two target folders.',
    },
  ]
}

function checkSourceClasses({ role, name, images, classNames }: DomainSummary): PairProblem[] {
  if (images === 0 || classNames.length >= 2) return []
  const hint = 'Give each class a folder of its own inside the source folder.'
  if (classNames.length === 0) {
    const message = `The source ${name} has no class folders. A model learns classes from the source, so its images must be sorted.`
    return [{ code: 'unlabelled-source', blocks: true, role, message, hint }]
  }
  const message = `The source ${name} has one class, '${classNames[0]}'. There is nothing to tell apart.`
  return [{ code: 'one-class', blocks: true, role, message, hint }]
}

/** A study of new classes needs two of them at least, by name; those that the source has too are left out of its figures. */
function checkNewClasses(source: DomainSummary, target: DomainSummary): PairProblem[] {
  if (target.images === 0) return []
  const fresh = target.classNames.filter((name) => !source.classNames.includes(name))
  if (fresh.length >= 2) return []
  return [
    {
      code: 'class-names-differ',
      blocks: true,
      role: 'target',
      message: `The target ${target.name} has ${fresh.length === 0 ? 'no class' : `one class, '${fresh[0]}',`} that the source lacks; new classes need two at least.`,
      hint: 'Choose a target with class folders of other names, or leave some classes out of the source.',
    },
  ]
}

/** Classes that one of several source domains has no image of: what is learnt of them there comes from the others alone. */
function checkSourceDomains({ summary, labels, marks }: ImportedDomain): PairProblem[] {
  if (labels.kind !== 'open') return []
  const { classIds } = labels
  return summary.parts.flatMap(({ name }, part): PairProblem[] => {
    const present = new Set(classIds.filter((_, index) => marks[index].part === part))
    const missing = summary.classNames.filter((_, classId) => !present.has(classId))
    if (missing.length === 0) return []
    return [
      {
        code: 'class-missing-in-source',
        blocks: present.size === 0,
        role: 'source',
        message:
          present.size === 0
            ? `The source ${name} has no image in a class folder.`
            : `The source ${name} has no images of ${list(missing.map(quoted))}, which other sources have.`,
        hint: 'Give every source folder the same class folders, or go on if the domains really differ in their classes.',
      },
    ]
  })
}

function checkTargetClasses(source: DomainSummary, target: DomainSummary, classMap: ClassMap): PairProblem[] {
  // A source with fewer than two classes is the finding; its names against the target's would only repeat it.
  if (target.images === 0 || !target.labelled || source.classNames.length < 2) return []
  const matched = new Set(target.classNames.map((name) => sourceClassOf(name, source.classNames, classMap)))
  matched.delete(null)
  if (target.classNames.length === 1) {
    const only = target.classNames[0]
    const counted = matched.size === 0 ? 'No accuracy will be reported on it.' : `Its accuracy will be that of '${[...matched][0]}' alone.`
    return [
      {
        code: 'one-class',
        blocks: false,
        role: 'target',
        message: `The target ${target.name} has one class folder, '${only}'. ${counted}`,
        hint: 'Go on if its images are unlabelled; training does not read target labels. Otherwise give each class a folder.',
      },
    ]
  }
  const onlySource = source.classNames.filter((name) => !matched.has(name))
  const onlyTarget = target.classNames.filter((name) => sourceClassOf(name, source.classNames, classMap) === null)
  if (onlySource.length === 0 && onlyTarget.length === 0) return []
  const sides = [
    onlySource.length > 0 ? `source has ${list(onlySource.map(quoted))}` : 'source has no others',
    onlyTarget.length > 0 ? `target ${list(onlyTarget.map(quoted))}` : 'target lacks them',
  ]
  const kind = onlySource.length === 0 ? 'an open set' : onlyTarget.length === 0 ? 'a partial set' : 'a partial and open set'
  const effect = [
    onlyTarget.length > 0 ? 'Target images of other classes count as wrong in the report.' : '',
    onlySource.length > 0 ? `The report covers the ${matched.size} shared classes.` : '',
  ]
  return [
    {
      code: 'class-names-differ',
      blocks: matched.size === 0,
      role: null,
      message:
        matched.size === 0
          ? `Class names differ: ${sides.join(', ')}. Match them to go on.`
          : `Class names differ: ${sides.join(', ')}. This is ${kind}. ${effect.filter(Boolean).join(' ')}`,
      hint: 'Match the classes that mean the same under different names, or put the target images in one folder without classes.',
    },
  ]
}

function checkSharedImages(source: ImportedDomain, target: ImportedDomain): PairProblem[] {
  const shared = countShared(target, source)
  if (shared === 0) return []
  const all = shared === target.summary.images
  return [
    {
      code: 'identical-domains',
      blocks: false,
      role: null,
      message: all
        ? `${shared === 1 ? 'The 1 target image is' : `All ${thousands(shared)} target images are`} in the source too. There is no shift to adapt to.`
        : `${thousands(shared)} of ${thousands(target.summary.images)} target images ${shared === 1 ? 'is' : 'are'} in the source too, so the target's figures would be too good.`,
      hint: all ? 'Choose another target folder, or go on if this is a check.' : 'Remove the shared images from one side.',
    },
  ]
}

/** Images of `domain` whose content is in `other` too. */
function countShared(domain: ImportedDomain, other: ImportedDomain): number {
  const known = new Set(other.contentHashes)
  return domain.contentHashes.filter((hash) => known.has(hash)).length
}

/** "2 truncated, 4 empty" */
function tally(unreadable: readonly UnreadableFile[]): string {
  const kinds = new Map<string, number>()
  for (const { reason } of unreadable) kinds.set(kindOf(reason), (kinds.get(kindOf(reason)) ?? 0) + 1)
  return [...kinds].map(([kind, count]) => `${thousands(count)} ${kind}`).join(', ')
}

function kindOf(reason: string): string {
  const kinds: readonly (readonly [RegExp, string])[] = [
    [/^truncated/, 'truncated'],
    [/^empty file/, 'empty'],
    [/^damaged/, 'damaged'],
    [/^not an image/, 'not an image'],
    [/more than/, 'too large'],
    [/not supported/, 'in a format that is not supported'],
    [/^outside any class/, 'outside any class folder'],
  ]
  return kinds.find(([pattern]) => pattern.test(reason))?.[1] ?? 'not accessible'
}

function list(items: readonly string[]): string {
  const shown = 4
  return items.length <= shown + 1 ? items.join(', ') : `${items.slice(0, shown).join(', ')} and ${items.length - shown} more`
}

function quoted(name: string): string {
  return `'${name}'`
}

function files(count: number): string {
  return count === 1 ? '1 file' : `${thousands(count)} files`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function thousands(value: number): string {
  return value.toLocaleString('en-US')
}
