/** `lab inspect`: looks at a folder of images, alone or against another one, before anything is trained. */
import { resolve } from 'node:path'
import { AppError } from '@shared/contract/failure'
import { applyFix, type FixableSettings } from '@shared/domain/apply-fix'
import type { DomainSource } from '@shared/domain/dataset'
import type { Finding } from '@shared/domain/inspection'
import { remediesText } from '@shared/domain/remedies-text'
import { z } from 'zod'
import { inspectPair } from '../../engine/inspection/inspect-pair'
import { type InspectionJson, inspectionJson } from '../../engine/inspection/inspection-json'
import { pretrainedSpaceOpener } from '../../engine/pretrained/pretrained-space'
import { inspectionReport } from '../../engine/reporting/inspection-report'
import { writeFileAtomic } from '../../storage/atomic-file'
import { findLocations } from '../../storage/locations'
import { type Command, exitCode } from '../command'
import { openEngine } from '../engine-session'
import { wholeNumber } from '../flags'
import { preparationFlag, readPreparation } from '../preparation-file'
import { requireImages } from '../require-images'

export const inspect: Command = {
  name: 'inspect',
  usage: 'DIR [DIR…] [--against DIR] [--report FILE.html] [--fix CODE… --fixes FILE.json]',
  summary:
    'Looks at a folder of images, or at several sources as one: classes, statistics, outliers, near-copies, leaks, mismatched preprocessing.',
  maxPositionals: 32,
  flags: {
    against: {
      value: 'DIR',
      help: 'a second folder, looked at as the target; leaks and mismatches are found',
      schema: z.string().optional(),
    },
    list: { value: 'FILE.csv', help: 'which images of DIR are in: file[,split][,class][,group]', schema: z.string().optional() },
    'against-list': { value: 'FILE.csv', help: 'the same for the second folder', schema: z.string().optional() },
    report: { value: 'FILE.html', help: 'save the findings with their pictures as one page', schema: z.string().optional() },
    fix: {
      value: 'CODE',
      many: true,
      help: 'take the remedy of these findings, such as polarity or near-duplicates; see --fixes',
      schema: z.array(z.string()).optional(),
    },
    fixes: { value: 'FILE.json', help: 'write the settings after --fix, for lab run --preparation', schema: z.string().optional() },
    preparation: preparationFlag,
    'image-size': {
      value: 'N',
      help: 'side in pixels that images are looked at in, default 28',
      schema: wholeNumber(8, 512).optional(),
    },
  },
  async run({ positionals, values, output, interrupt }) {
    const [path, ...others] = positionals
    if (path === undefined) throw new AppError('invalid-input', 'No folder was given.', 'Write lab inspect DIR.', 'DIR')
    const given = values as Values
    if (others.length > 0 && given.list !== undefined) {
      throw new AppError('invalid-input', '--list belongs to one folder, and several were given.', 'Leave one of them out.', '--list')
    }
    if ((given.fix === undefined) !== (given.fixes === undefined)) {
      throw new AppError('invalid-input', '--fix and --fixes go together.', 'Name the remedies and the file to write.', '--fix')
    }
    const prepared = given.preparation === undefined ? {} : await readPreparation(given.preparation)
    const settings: FixableSettings = { images: { imageSize: given['image-size'] ?? 28 }, ...prepared }
    const engine = openEngine(output.note)
    engine.client.on('data.progress', ({ root, done, total }) => output.progress(`${root}: ${done} of ${total} images`))
    // The user looks at their own folder as data, so its class counts are theirs to see.
    const open = (role: 'source' | 'target', source: DomainSource) =>
      engine.service.domains.import(
        { source, role: 'source', images: settings.images, preparation: settings.preparation?.[role] },
        interrupt,
      )
    const sources = others.length === 0 ? folderSource(path, given.list) : joinedSource(positionals)
    const source = await open('source', sources)
    requireImages(source, { folder: path, field: 'DIR' })
    const target = given.against === undefined ? null : await open('target', folderSource(given.against, given['against-list']))
    if (target !== null && given.against !== undefined) requireImages(target, { folder: given.against, field: '--against' })
    const openFeatures = pretrainedSpaceOpener(findLocations().builtInFolder)
    const inspection = await inspectPair({ source, target, testFraction: 0.1, splits: settings.splits, openFeatures, signal: interrupt })
    if (given.report !== undefined) {
      const title = `${source.summary.name}${target ? ` against ${target.summary.name}` : ''}`
      await writeFileAtomic(resolve(given.report), await inspectionReport({ title, source, target, inspection }))
    }
    if (given.fix !== undefined && given.fixes !== undefined) {
      await writeFileAtomic(resolve(given.fixes), remediesText(takeFixes(settings, inspection.findings, given.fix)))
    }
    const result = inspectionJson(inspection, source, target)
    output.result(result, () => inspectionText(result))
    return exitCode.done
  },
}

interface Values {
  readonly against?: string
  readonly list?: string
  readonly 'against-list'?: string
  readonly report?: string
  readonly fix?: string[]
  readonly fixes?: string
  readonly preparation?: string
  readonly 'image-size'?: number
}

function folderSource(path: string, list: string | undefined): DomainSource {
  return { kind: 'folder', path: resolve(path), ...(list === undefined ? {} : { list: resolve(list) }) }
}

function joinedSource(paths: readonly string[]): DomainSource {
  return { kind: 'joined', parts: paths.map((path) => ({ kind: 'folder', path: resolve(path) })) }
}

function takeFixes(settings: FixableSettings, findings: readonly Finding[], codes: readonly string[]): FixableSettings {
  let fixed = settings
  for (const code of codes) {
    const fixes = findings.flatMap((finding) => (finding.code === code && finding.fix ? [finding.fix] : []))
    if (fixes.length === 0) {
      const known = [...new Set(findings.flatMap((finding) => (finding.fix ? [finding.code] : [])))]
      const hint = known.length > 0 ? `Findings with a remedy: ${known.join(', ')}.` : 'Nothing was found that has one.'
      throw new AppError('invalid-input', `There is no finding '${code}' with a remedy.`, hint, '--fix')
    }
    for (const fix of fixes) fixed = { ...fixed, ...applyFix(fixed, fix) }
  }
  return fixed
}

function classWords(differences: InspectionJson['classDifferences']): string[] {
  if (differences === null) return []
  const side = (where: string, names: readonly string[]): string[] =>
    names.length === 0 ? [] : [`classes only in ${where}: ${names.map((name) => JSON.stringify(name).slice(1, -1)).join(', ')}`]
  return [...side('DIR', differences.onlyHere), ...side('--against', differences.onlyAgainst)]
}

function inspectionText(report: InspectionJson): string {
  const three = (values: readonly number[]): string => values.map((value) => value.toFixed(3)).join(', ')
  const words = { alarm: 'ALARM', look: 'look', fine: 'fine' } as const
  return [
    `${report.images} images in ${Object.keys(report.classes).length} classes`,
    ...Object.entries(report.classes).map(([name, count]) => `  ${name}: ${count}`),
    `sizes: ${report.sizes.map(({ width, height, count }) => `${width}×${height} (${count})`).join(', ')}`,
    `channel mean ${three(report.channelMean)}; standard deviation ${three(report.channelStd)}`,
    `split: ${report.splits.train} train, ${report.splits.validation} validation, ${report.splits.test} test`,
    `duplicates: ${report.duplicates}; files that are not images, or not listed: ${report.skipped}`,
    `unreadable: ${report.unreadable.length}`,
    ...report.unreadable.map(({ file, reason }) => `  ${JSON.stringify(file).slice(1, -1)}: ${reason}`),
    ...classWords(report.classDifferences),
    'findings:',
    ...report.findings.map(
      ({ severity, code, title, message, why, fix }) =>
        `  ${words[severity].padEnd(5)} ${title}. ${message}${why === '' ? '' : ` ${why}`}${fix ? ` [--fix ${code}: ${fix.label}]` : ''}`,
    ),
  ].join('\n')
}
