/** What two run requests have different, setting by setting, in words. */
import type { BuiltInSource, DomainSource } from '@shared/domain/dataset'
import type { RunRequest } from '@shared/domain/run'
import type { ScheduleEdit } from '@shared/domain/schedule'
import { writeShifts } from '@shared/domain/shift'
import { plainSplit } from '@shared/domain/split'
import { folderName } from '../../ui/format'
import { cornersInWords, plainValue, preparationValues, type SettingValue } from './setting-words'

export interface RequestDifference {
  readonly name: string
  readonly a: string
  readonly b: string
}

/** What was changed by hand while a trial trained. */
export interface TrialEdits {
  readonly trialId: string
  readonly edits: readonly ScheduleEdit[]
}

/** A run as it was asked for, and as it was changed on the way. */
export interface Asked {
  readonly request: RunRequest
  readonly edited?: readonly TrialEdits[] | undefined
}

/** Rows in a fixed order, changes made while training last; empty when both asked for the same. */
export function requestDifferences(a: Asked, b: Asked): readonly RequestDifference[] {
  // Two folders may share their last name; then only the whole path tells them apart.
  const sides = [a, b].flatMap(({ request: { source, target, targetTest } }) => [source, target, ...(targetTest ? [targetTest] : [])])
  const shared = new Set(sides.map((side) => shortPlace(side))).size < new Set(sides.map((side) => longPlace(side))).size
  const place = shared ? longPlace : shortPlace
  const left = flatten(a, place)
  const right = flatten(b, place)
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])]
  return names.flatMap((name) => {
    const [first, second] = [left[name] ?? untouched, right[name] ?? untouched]
    if (first.exact === second.exact) return []
    // Two selections of as many images read alike, and are not.
    return [{ name, a: first.text, b: first.text === second.text ? `${second.text}, others` : second.text }]
  })
}

const untouched = plainValue('default')

type Place = (source: DomainSource) => string

function flatten({ request, edited = [] }: Asked, place: Place): Readonly<Record<string, SettingValue>> {
  const settings = Object.entries(request.settings).sort(([a], [b]) => a.localeCompare(b))
  const { validationFraction, groupBy } = request.splits ?? plainSplit
  const { codes, fold } = request
  const plain = {
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
    'Validation part': `${Math.round(validationFraction * 100)} %`,
    'Kept together': groupBy,
    'Source trained on': `${Number((100 * (request.sourcePart ?? 1)).toFixed(1))} %`,
    References: request.bare ? 'left out' : 'beside',
    'Target labels': request.sealed === true ? 'sealed' : 'read for the report',
    ...(fold ? { 'Left out': fold.domains[fold.heldOut] ?? String(fold.heldOut), 'Drawn settings': String(fold.hyperSeed) } : {}),
    ...Object.fromEntries(Object.entries(request.classMap ?? {}).map(([target, source]) => [`Class ${target}`, source ?? 'unknown'])),
    ...Object.fromEntries(settings.map(([name, value]) => [name, String(value)])),
    ...Object.fromEntries(Object.entries(request.schedules).map(([name, points]) => [`Drawn ${name}`, cornersInWords(points)])),
    ...Object.fromEntries(edited.flatMap(editedWords)),
  }
  return {
    ...Object.fromEntries(Object.entries(plain).map(([name, text]) => [name, plainValue(text)])),
    ...preparationValues('Source', request.preparation?.source),
    ...preparationValues('Target', request.preparation?.target),
    ...(codes
      ? { Attributes: { text: `${codes.attributes.length} of ${Object.keys(codes.codes).length} classes`, exact: JSON.stringify(codes) } }
      : {}),
  }
}

/** An entry a schedule of the trial: from which step on it followed which corners. */
function editedWords({ trialId, edits }: TrialEdits): [string, string][] {
  return [...new Set(edits.map(({ name }) => name))].map((name) => [
    `${name} while ${trialId} trained`,
    edits
      .filter((edit) => edit.name === name)
      .map(({ fromStep, points }) => `from step ${fromStep}: ${cornersInWords(points)}`)
      .join('; '),
  ])
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
  return source.kind === 'folder' ? source.path : [source.pair, source.role, ...params(source)].join(', ')
}

const params = ({ params = {} }: BuiltInSource): string[] => Object.entries(params).map(([name, value]) => `${name} ${value}`)
