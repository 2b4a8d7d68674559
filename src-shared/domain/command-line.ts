/** The command-line equivalent of a run request, for the palette. */
import type { DomainSource } from '@shared/domain/dataset'
import type { RunRequest } from '@shared/domain/run'
import { writeShifts } from '@shared/domain/shift'
import { plainSplit, type SplitSettings } from '@shared/domain/split'

/** `npm run -s lab -- run …`, one line for a POSIX shell. */
export function commandLineOf(request: RunRequest): string {
  const settings = { imageSize: request.images.imageSize, ...changedSplits(request), ...request.settings }
  const words = [
    'npm run -s lab -- run',
    ...dataOf(request),
    ...request.methods.flatMap((method) => ['--method', method]),
    ...['--backbone', quote(request.backbone), '--epochs', String(request.epochs), '--batch', String(request.batch)],
    ...['--seeds', request.seeds.join(',')],
    ...Object.entries(settings).flatMap(([key, value]) => ['--set', quote(`${key}=${value}`)]),
    ...Object.entries(request.classMap ?? {}).flatMap(([target, source]) => ['--map', quote(`${target}=${source ?? ''}`)]),
    ...(request.preparation ? ['--preparation', 'preparation.json'] : []),
    ...(request.bare ? ['--bare'] : []),
    ...['--out', 'run'],
  ]
  return words.join(' ')
}

/** `npm run -s lab -- learning-curve …` for the same network, data and settings. */
export function curveLineOf(request: RunRequest): string {
  return commandLineOf({ ...request, bare: false }).replace(' -- run ', ' -- learning-curve ')
}

/** `npm run -s lab -- generalize …` over the same domains, with the request's method. */
export function leaveOutLineOf({ source, target, methods, backbone, epochs, batch, seeds }: RunRequest): string {
  const domains = [...(source.kind === 'joined' ? source.parts : [source]), target].map(pathOf)
  return [
    'npm run -s lab -- generalize',
    ...['--domains', ...domains, '--method', ...methods],
    ...[
      '--backbone',
      quote(backbone),
      '--epochs',
      String(epochs),
      '--batch',
      String(batch),
      '--seeds',
      seeds.join(','),
      '--out',
      'left-out',
    ],
  ].join(' ')
}

/** Only what differs from the plain split. */
function changedSplits({ splits = plainSplit }: RunRequest): Partial<SplitSettings> {
  return {
    ...(splits.validationFraction === plainSplit.validationFraction ? {} : { validationFraction: splits.validationFraction }),
    ...(splits.groupBy === plainSplit.groupBy ? {} : { groupBy: splits.groupBy }),
  }
}

function dataOf({ source, target }: RunRequest): readonly string[] {
  const base = target.kind === 'shifted' ? target.base : target
  const shift = target.kind === 'shifted' ? ['--shift', writeShifts(target.shifts)] : []
  const ofSource = target.kind === 'shifted' && JSON.stringify(base) === JSON.stringify(source)
  if (source.kind === 'built-in' && base.kind === 'built-in' && source.pair === base.pair) {
    return ['--pair', source.pair, ...shift, ...(ofSource ? ['--shift-of', 'source'] : [])]
  }
  if (source.kind === 'classes' && base.kind === 'classes' && JSON.stringify(source.base) === JSON.stringify(base.base)) {
    return ['--data', pathOf(source.base), '--unseen', base.classes.map(quote).join(' ')]
  }
  const sources = source.kind === 'joined' ? source.parts : [source]
  return ['--source', ...sources.map(pathOf), ...(ofSource ? [] : ['--target', pathOf(base)]), ...shift]
}

/** A folder, or a domain of a built-in set as `lab run` takes it. */
function pathOf(source: DomainSource): string {
  if (source.kind === 'shifted' || source.kind === 'classes') return pathOf(source.base)
  if (source.kind === 'joined') return source.parts.map(pathOf).join(' ')
  if (source.kind === 'folder') return quote(source.path)
  const [value] = Object.values(source.params ?? {})
  return quote(value === undefined ? source.pair : `${source.pair}:${value}`)
}

const quote = (text: string): string => (/^[\w./:=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)
