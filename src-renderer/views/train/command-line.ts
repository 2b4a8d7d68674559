/** The command-line equivalent of a run request, for the palette. */
import type { DomainSource } from '@shared/domain/dataset'
import type { RunRequest } from '@shared/domain/run'
import { plainSplit, type SplitSettings } from '@shared/domain/split'

/** `npm run -s lab -- run …`, one line for a POSIX shell. */
export function commandLineOf(request: RunRequest): string {
  const { source, target } = request
  const data =
    source.kind === 'built-in' && target.kind === 'built-in' && source.pair === target.pair
      ? ['--pair', source.pair]
      : ['--source', pathOf(source), '--target', pathOf(target)]
  const settings = { imageSize: request.images.imageSize, ...changedSplits(request), ...request.settings }
  const words = [
    'npm run -s lab -- run',
    ...data,
    ...request.methods.flatMap((method) => ['--method', method]),
    ...['--backbone', request.backbone, '--epochs', String(request.epochs), '--batch', String(request.batch)],
    ...['--seeds', request.seeds.join(',')],
    ...Object.entries(settings).flatMap(([key, value]) => ['--set', quote(`${key}=${value}`)]),
    ...Object.entries(request.classMap ?? {}).flatMap(([target, source]) => ['--map', quote(`${target}=${source ?? ''}`)]),
    ...(request.preparation ? ['--preparation', 'preparation.json'] : []),
    ...(request.bare ? ['--bare'] : []),
    ...['--out', 'run'],
  ]
  return words.join(' ')
}

/** Only what differs from the plain split. */
function changedSplits({ splits = plainSplit }: RunRequest): Partial<SplitSettings> {
  return {
    ...(splits.validationFraction === plainSplit.validationFraction ? {} : { validationFraction: splits.validationFraction }),
    ...(splits.groupBy === plainSplit.groupBy ? {} : { groupBy: splits.groupBy }),
  }
}

const pathOf = (source: DomainSource): string => quote(source.kind === 'folder' ? source.path : source.pair)

const quote = (text: string): string => (/^[\w./:=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)
