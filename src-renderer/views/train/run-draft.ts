/** The run form's state and rules, without a window: what is filled in, what is wrong with it, what it will ask for and cost. */
import { type BuiltInPair, type DomainSource, type DomainSummary, type SuggestedSettings, suggestedDefaults } from '@shared/domain/dataset'
import type { BackboneInfo, MethodInfo } from '@shared/domain/method'
import type { RecipeSetup } from '@shared/domain/recipe'
import { RunRequest, type TrialResult } from '@shared/domain/run'
import type { Study, StudyData } from '@shared/domain/study'
import { readFields } from '../../forms/read-fields'
import { type ParamValues, validateValues } from '../../forms/validate-fields'

export interface RunDraft {
  readonly method: string
  readonly backbone: string
  readonly epochs: number
  readonly batch: number
  readonly seeds: readonly number[]
  /** Source-only and target-oracle beside the method. */
  readonly references: boolean
  /** Target labels stay shut: no oracle, and no target figures in the report. */
  readonly sealed: boolean
  /** What differs from the defaults, by parameter name. */
  readonly settings: ParamValues
  /** Drawn in place of the method's own, by name. */
  readonly schedules: RunRequest['schedules']
}

export const REFERENCES = ['source-only', 'target-oracle']

/** What suits the images of a study: a built-in pair or set says so itself. */
export function suggestionFor(source: DomainSource | null, pairs: readonly BuiltInPair[]): SuggestedSettings {
  const first = source?.kind === 'joined' ? source.parts[0] : source
  const pair = first?.kind === 'built-in' ? pairs.find((one) => one.id === first.pair) : undefined
  return pair?.suggested ?? suggestedDefaults
}

/** The recommended set-up: an adapting method, a network that takes the study's images, three seeds, both references. */
export function recommendedDraft(
  methods: readonly MethodInfo[],
  backbones: readonly BackboneInfo[],
  imageSize: number,
  suggested: SuggestedSettings,
): RunDraft {
  const method = methods.find((one) => one.id === 'dann') ?? methods.find((one) => !REFERENCES.includes(one.id)) ?? methods[0]
  const fitting = backbones.filter((one) => takesImages(one, imageSize))
  const backbone = fitting.find((one) => one.id === suggested.backbone) ?? fitting[0] ?? backbones[0]
  return {
    method: method?.id ?? '',
    backbone: backbone?.id ?? '',
    epochs: suggested.epochs,
    batch: suggested.batch,
    seeds: [0, 1, 2],
    references: !newClassKinds.some((one) => one === method?.family),
    sealed: false,
    settings: {},
    schedules: {},
  }
}

/** The form filled with an earlier request, to be changed. */
export const draftOf = (request: RunRequest): RunDraft => ({
  method: request.methods.find((id) => !REFERENCES.includes(id)) ?? (request.methods[0] as string),
  backbone: request.backbone,
  epochs: request.epochs,
  batch: request.batch,
  seeds: request.seeds,
  references: !request.bare,
  sealed: request.sealed ?? false,
  settings: request.settings,
  schedules: request.schedules,
})

/** Another method has other schedules: of the drawn ones only the learning rate's goes over to it. */
export const withMethod = (draft: RunDraft, method: string): RunDraft => ({
  ...draft,
  method,
  schedules: Object.fromEntries(Object.entries(draft.schedules).filter(([name]) => method === draft.method || name === 'learningRate')),
})

export const takesImages = (backbone: BackboneInfo, imageSize: number): boolean =>
  imageSize >= backbone.minImageSize && imageSize <= backbone.maxImageSize

const newClassKinds = ['few-shot', 'zero-shot'] as const

/** Methods this form can start, by the study's kind: of its own family, or any that adapts; several sources where the study has several. */
export const startable = (
  methods: readonly MethodInfo[],
  { kind = 'adaptation', source }: Pick<StudyData, 'kind' | 'source'>,
): readonly MethodInfo[] =>
  methods.filter(({ needs, family }) => {
    if (needs.start !== 'backbone' || needs.sources === 'none') return false
    if (needs.sources === 'many' && source?.kind !== 'joined') return false
    if (kind === 'few-shot' || kind === 'zero-shot') return family === kind
    if (newClassKinds.some((one) => one === family)) return false
    return kind === 'adaptation' || family === 'generalization' || family === 'reference'
  })

/** Why a method that learns from target labels cannot be trained on this target; null where it can, or where nothing is known yet. */
export function labelProblem(method: MethodInfo | undefined, target: Pick<DomainSummary, 'labelled'> | null): string | null {
  if (method === undefined || target === null || target.labelled) return null
  const { target: needs } = method.needs
  return needs === 'few-labels' || needs === 'fenced-labels'
    ? `${method.label} learns from target labels, and this target has no class folders. Choose another method or another target.`
    : null
}

/** What a method that learns from a few target labels will read, in a sentence; null for others. `classes`: null while unknown. */
export function fewLabelNote(method: MethodInfo, settings: ParamValues, classes: number | null): string | null {
  if (method.needs.target !== 'few-labels') return null
  const shots = Number(settings.shots ?? readFields(method.params).find((field) => field.name === 'shots')?.default ?? 0)
  const amount =
    classes === null
      ? `${shots} target labels of each class`
      : `${shots} target labels of each of ${classes} classes, ${shots * classes} in all`
  return `Reads ${amount}, once with every seed, and enters it in the ledger. All other target labels stay sealed.`
}

/** Messages by field: `epochs`, `batch`, `seeds`, `backbone`, and each parameter by its name. */
export function draftProblems(
  draft: RunDraft,
  schemas: { readonly method: MethodInfo | undefined; readonly backbone: BackboneInfo | undefined },
  imageSize: number,
): Readonly<Record<string, string>> {
  const { method, backbone } = schemas
  return {
    ...(method ? validateValues(method.params, draft.settings) : {}),
    ...(backbone ? validateValues(backbone.params, draft.settings) : {}),
    ...(whole(draft.epochs, 1, 1000) ? {} : { epochs: 'Enter a whole number from 1 to 1000.' }),
    ...(whole(draft.batch, 2, 1024) ? {} : { batch: 'Enter a whole number from 2 to 1024.' }),
    ...(draft.seeds.length > 0 ? {} : { seeds: 'Keep at least one seed.' }),
    ...(backbone && !takesImages(backbone, imageSize)
      ? {
          backbone: `This network takes images of ${backbone.minImageSize} to ${backbone.maxImageSize} px; this study's are ${imageSize} px. Choose another network, or set the size to ${backbone.defaultImageSize} px on Data.`,
        }
      : {}),
  }
}

const whole = (value: number, from: number, to: number): boolean => Number.isInteger(value) && value >= from && value <= to

/** What `runs.start` is asked for. Settings that neither the method nor the network knows are left out: they belong to an earlier choice. */
export function requestOf(
  draft: RunDraft,
  study: Study,
  schemas: { readonly method: MethodInfo; readonly backbone: BackboneInfo },
): RunRequest {
  const known = new Set([...readFields(schemas.method.params), ...readFields(schemas.backbone.params)].map((field) => field.name))
  return RunRequest.parse({
    source: study.data.source,
    target: study.data.target,
    images: study.data.images,
    testFraction: study.data.testFraction,
    ...(study.data.splits ? { splits: study.data.splits } : {}),
    ...(study.data.preparation ? { preparation: study.data.preparation } : {}),
    ...(study.data.classMap ? { classMap: study.data.classMap } : {}),
    ...(study.data.codes ? { codes: study.data.codes } : {}),
    methods: [draft.method],
    backbone: draft.backbone,
    epochs: draft.epochs,
    batch: draft.batch,
    seeds: [...draft.seeds],
    bare: !draft.references,
    ...(draft.sealed ? { sealed: true } : {}),
    settings: Object.fromEntries(Object.entries(draft.settings).filter(([name]) => known.has(name))),
    schedules: draft.schedules,
  })
}

/** The request of a set-up as the form last had it; null while a folder is missing or the form was not open yet. */
export function requestOfSetup({ data }: Study, setup: RecipeSetup | undefined): RunRequest | null {
  if (!setup || !data.source || !data.target) return null
  const { method, seed, ...rest } = setup
  const { source, target, images, testFraction, splits, preparation, classMap } = data
  return RunRequest.parse({
    source,
    target,
    images,
    testFraction,
    splits,
    preparation,
    classMap,
    ...rest,
    methods: [method],
    seeds: [seed, seed + 1, seed + 2],
  })
}

/** Methods the run will train, references included. */
export const trainedMethods = ({ method, references, sealed }: Pick<RunDraft, 'method' | 'references' | 'sealed'>): readonly string[] =>
  references ? [...new Set(['source-only', method, ...(sealed ? [] : ['target-oracle'])])] : [method]

export interface Measured {
  readonly request: Pick<RunRequest, 'backbone' | 'epochs' | 'images' | 'batch'>
  readonly runs: readonly Pick<TrialResult, 'method' | 'seconds'>[]
}

/**
 * Seconds for the whole run, from the newest earlier run with this network and image size: seconds an epoch of the same method, or
 * of the slowest one measured there. Null when there is nothing to go by.
 */
export function estimateSeconds(draft: RunDraft, imageSize: number, earlier: readonly Measured[]): number | null {
  const like = earlier.find(
    (run) => run.request.backbone === draft.backbone && run.request.images.imageSize === imageSize && run.runs.length > 0,
  )
  if (!like) return null
  const perEpoch = (trials: Measured['runs']): number => Math.max(...trials.map((trial) => trial.seconds)) / like.request.epochs
  return trainedMethods(draft).reduce((sum, method) => {
    const own = like.runs.filter((trial) => trial.method === method)
    return sum + perEpoch(own.length > 0 ? own : like.runs) * draft.epochs * draft.seeds.length
  }, 0)
}

/** The smallest whole number that is no seed yet. */
export function nextSeed(seeds: readonly number[]): number {
  let seed = 0
  while (seeds.includes(seed)) seed++
  return seed
}
