/** What two run requests have different, setting by setting, in words. */
import type { DomainSource } from '@shared/domain/dataset'
import type { RunRequest } from '@shared/domain/run'
import { writeShifts } from '@shared/domain/shift'
import { folderName } from '../../ui/format'

export interface RequestDifference {
  readonly name: string
  readonly a: string
  readonly b: string
}

/** Rows in a fixed order, settings last by name; empty when both asked for the same. */
export function requestDifferences(a: RunRequest, b: RunRequest): readonly RequestDifference[] {
  // Two folders may share their last name; then only the whole path tells them apart.
  const sides = [a.source, a.target, a.targetTest, b.source, b.target, b.targetTest].flatMap((side) => (side ? [side] : []))
  const shared = new Set(sides.map((side) => shortPlace(side))).size < new Set(sides.map((side) => longPlace(side))).size
  const place = shared ? longPlace : shortPlace
  const left = flatten(a, place)
  const right = flatten(b, place)
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])]
  return names.map((name) => ({ name, a: left[name] ?? 'default', b: right[name] ?? 'default' })).filter((row) => row.a !== row.b)
}

type Place = (source: DomainSource) => string

function flatten(request: RunRequest, place: Place): Readonly<Record<string, string>> {
  const settings = Object.entries(request.settings).sort(([a], [b]) => a.localeCompare(b))
  return {
    Source: place(request.source),
    Target: place(request.target),
    'Target test': request.targetTest ? place(request.targetTest) : 'split of the target',
    Methods: request.methods.join(', '),
    Backbone: request.backbone,
    Epochs: String(request.epochs),
    Batch: String(request.batch),
    Seeds: request.seeds.join(', '),
    'Image size': `${request.images.imageSize} px`,
    'Test part': `${Math.round(request.testFraction * 100)} %`,
    References: request.bare ? 'left out' : 'beside',
    ...Object.fromEntries(settings.map(([name, value]) => [name, String(value)])),
  }
}

function shortPlace(source: DomainSource): string {
  if (source.kind === 'shifted') return `${shortPlace(source.base)}, ${writeShifts(source.shifts)}`
  if (source.kind === 'joined') return source.parts.map(shortPlace).join(' + ')
  if (source.kind === 'classes') return `${shortPlace(source.base)}, ${source.classes.length} classes`
  return source.kind === 'folder' ? folderName(source.path) : longPlace(source)
}

function longPlace(source: DomainSource): string {
  if (source.kind === 'shifted') return `${longPlace(source.base)}, ${writeShifts(source.shifts)}, seed ${source.seed}`
  if (source.kind === 'joined') return source.parts.map(longPlace).join(' + ')
  if (source.kind === 'classes') return `${longPlace(source.base)}, classes ${source.classes.join(', ')}`
  return source.kind === 'folder' ? source.path : `${source.pair}, ${source.role}`
}
