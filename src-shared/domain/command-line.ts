/** The command-line equivalent of a run request, for the palette: `lab run` makes the same request of it. */
import type { DomainSource, FolderSource } from './dataset'
import type { RunRequest } from './run'
import { writeShifts } from './shift'
import { plainSplit } from './split'

/** Files that a line names and the window saves, since a request holds what is in them. */
export const preparationFileName = 'preparation.json'
export const attributesFileName = 'attributes.csv'

/** `npm run -s lab -- run …`, one line for a POSIX shell. Null where the command line has no words for the data. */
export function commandLineOf(request: RunRequest): string | null {
  const data = dataOf(request)
  if (data === null) return null
  const { classMap, preparation, codes, schedules, bare, sealed } = request
  const words = [
    'npm run -s lab -- run',
    ...data,
    ...request.methods.flatMap((method) => ['--method', method]),
    ...lengthOf(request),
    ...settingsOf(request),
    ...Object.entries(classMap ?? {}).flatMap(([target, source]) => ['--map', shellWord(`${target}=${source ?? ''}`)]),
    ...Object.entries(schedules).flatMap(([name, points]) => [
      '--schedule',
      shellWord(`${name}=${points.map(({ progress, value }) => `${progress}:${value}`).join(',')}`),
    ]),
    ...(preparation ? ['--preparation', preparationFileName] : []),
    ...(codes ? ['--codes', attributesFileName] : []),
    ...(bare ? ['--bare'] : []),
    ...(sealed ? ['--sealed'] : []),
    ...['--out', 'run'],
  ]
  return words.join(' ')
}

/** `npm run -s lab -- learning-curve …` for the same network, data and settings. */
export function curveLineOf(request: RunRequest): string | null {
  return commandLineOf({ ...request, bare: false })?.replace(' -- run ', ' -- learning-curve ') ?? null
}

/** `npm run -s lab -- generalize …` over the same domains, with the request's method, settings and image size. */
export function leaveOutLineOf(request: RunRequest): string | null {
  const { source, target, methods } = request
  const domains = [...(source.kind === 'joined' ? source.parts : [source]), target].map(placeOf)
  if (!domains.every((domain) => domain !== null)) return null
  return [
    'npm run -s lab -- generalize',
    ...['--domains', ...domains, '--method', ...methods],
    ...lengthOf(request),
    ...settingsOf({ ...request, splits: plainSplit }),
    ...['--out', 'left-out'],
  ].join(' ')
}

/** `npm run -s lab -- inspect …` of one folder, with its list and at the size the study looks at it in. */
export function inspectLineOf({ path, list }: FolderSource, imageSize: number): string {
  return ['npm run -s lab -- inspect', shellWord(path), ...(list ? ['--list', shellWord(list)] : []), '--image-size', imageSize].join(' ')
}

function lengthOf({ backbone, epochs, batch, seeds }: RunRequest): readonly string[] {
  return ['--backbone', shellWord(backbone), '--epochs', String(epochs), '--batch', String(batch), '--seeds', seeds.join(',')]
}

/** What of the data is set by name, a built-in pair's own parameters among it, and the settings of method and network. */
function settingsOf({ source, images, testFraction, splits = plainSplit, settings }: RunRequest): readonly string[] {
  const all = {
    ...(source.kind === 'built-in' ? source.params : {}),
    imageSize: images.imageSize,
    testFraction,
    ...(splits.validationFraction === plainSplit.validationFraction ? {} : { validationFraction: splits.validationFraction }),
    ...(splits.groupBy === plainSplit.groupBy ? {} : { groupBy: splits.groupBy }),
    ...settings,
  }
  return Object.entries(all).flatMap(([key, value]) => ['--set', shellWord(`${key}=${value}`)])
}

function dataOf({ source, target }: RunRequest): readonly string[] | null {
  const base = target.kind === 'shifted' ? target.base : target
  const shift = target.kind === 'shifted' ? ['--shift', writeShifts(target.shifts)] : []
  const ofSource = target.kind === 'shifted' && isSame(base, source)
  if (source.kind === 'built-in' && base.kind === 'built-in' && source.pair === base.pair) {
    return ['--pair', source.pair, ...shift, ...(ofSource ? ['--shift-of', 'source'] : [])]
  }
  if (source.kind === 'classes' && base.kind === 'classes') {
    if (source.base.kind !== 'folder' || !isSame(source.base, base.base)) return null
    return ['--data', shellWord(source.base.path), ...listOf('--source-list', source.base), '--unseen', ...base.classes.map(shellWord)]
  }
  const sources = source.kind === 'joined' ? source.parts : [source]
  const places = sources.map(placeOf)
  const place = placeOf(base)
  const [first] = sources
  // One list serves all the sources of a line.
  const oneList = new Set(sources.map((one) => (one.kind === 'folder' ? one.list : undefined))).size === 1
  if (!first || place === null || !oneList || !places.every((one) => one !== null)) return null
  return [
    '--source',
    ...places,
    ...listOf('--source-list', first),
    ...(ofSource ? [] : ['--target', place, ...listOf('--target-list', base)]),
    ...shift,
  ]
}

/** A folder, or a domain of a built-in set as the command line takes it; null for what it cannot name alone. */
function placeOf(source: DomainSource): string | null {
  if (source.kind === 'folder') return shellWord(source.path)
  const [value] = source.kind === 'built-in' ? Object.values(source.params ?? {}) : []
  return source.kind === 'built-in' && value !== undefined ? shellWord(`${source.pair}:${value}`) : null
}

const listOf = (flag: string, source: DomainSource): readonly string[] =>
  source.kind === 'folder' && source.list ? [flag, shellWord(source.list)] : []

const isSame = (one: object, other: object): boolean => JSON.stringify(one) === JSON.stringify(other)

/** One word of a POSIX shell. */
export const shellWord = (text: string): string => (/^[\w./:=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)
