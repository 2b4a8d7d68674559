/** From a run's request to data and a fresh session: the same way for training, resuming and looking back. */
import { AppError } from '@shared/contract/failure'
import type { DomainSource, ImageSettings, PairProblem } from '@shared/domain/dataset'
import { ImageSettings as ImageSettingsSchema } from '@shared/domain/dataset'
import type { Overrides, RunRequest } from '@shared/domain/run'
import { SplitSettings } from '@shared/domain/split'
import { z } from 'zod'
import { findLocations } from '../../storage/locations'
import type { Backbone } from '../backbones/backbone'
import { findBuiltInPair } from '../data/built-in-pairs'
import { createChannelStatistics } from '../data/channel-statistics'
import { checkPair } from '../data/check-pair'
import type { LedgerSink } from '../data/label-vault'
import { pixelChunks } from '../data/pixel-rows'
import { splitPair } from '../data/split-pair'
import { takePart } from '../data/take-part'
import type { LabelledImages, PairData } from '../data/types'
import type { Session } from '../methods/method'
import { findMethod, meetsNewClasses, splitOverrides } from '../methods/registry'
import { createRandom, type RandomStream } from '../nn/random'
import { pretrainedReader } from '../pretrained/read-pretrained'
import { CompileMode } from '../training/compile-mode'
import { stepsPerEpoch } from '../training/training-data'
import type { DomainStore } from './domain-store'
import { findNetwork } from './find-network'
import { codesOf } from './judge-new-classes'

/** `--set` keys that belong to the data or to the way steps are run, rather than to a method or backbone. */
const RunOverrides = z.strictObject({
  imageSize: ImageSettingsSchema.shape.imageSize.unwrap().optional(),
  testFraction: z.number().min(0.05).max(0.5).optional(),
  validationFraction: SplitSettings.shape.validationFraction.unwrap().optional(),
  groupBy: SplitSettings.shape.groupBy.unwrap().optional(),
  sourcePart: z.number().min(0.01).max(1).optional(),
  labelFraction: z.number().min(0.001).max(1).default(1),
  compile: CompileMode.default('auto'),
})

/** Parameters of every part of a run, defaults filled in and values given with `--set` parsed. */
export interface ResolvedRequest {
  readonly request: RunRequest
  readonly methodParams: Readonly<Record<string, unknown>>
  readonly backboneParams: unknown
  readonly compile: CompileMode
  /** Part of the source's labels that is trained on. */
  readonly labelFraction: number
}

/** Routes every override to the data, backbone or method that knows it. Throws `invalid-input` for unknown keys, methods or backbones. */
export function resolveRequest(request: RunRequest, methodIds: readonly string[]): ResolvedRequest {
  const backbone = findNetwork(request.backbone)
  const methods = methodIds.map(findMethod)
  const [data, sourceParams, targetParams, backboneParams, ...methodParams] = splitOverrides(request.settings, [
    RunOverrides,
    pairParams(request.source),
    pairParams(request.target),
    backbone.params,
    ...methods.map((method) => method.params),
  ])
  const { imageSize, testFraction, compile, labelFraction, sourcePart, ...splits } = data as z.output<typeof RunOverrides>
  const images: ImageSettings = { imageSize: imageSize ?? request.images.imageSize }
  if (images.imageSize < backbone.minImageSize || images.imageSize > backbone.maxImageSize) {
    throw new AppError(
      'invalid-input',
      `${backbone.label} takes images of ${backbone.minImageSize} to ${backbone.maxImageSize} px; ${images.imageSize} px was asked for.`,
      `Set imageSize to ${backbone.defaultImageSize}, or choose another backbone.`,
      'imageSize',
    )
  }
  return {
    request: {
      ...request,
      source: withParams(request.source, sourceParams, request.settings),
      target: withParams(request.target, targetParams, request.settings),
      images,
      testFraction: testFraction ?? request.testFraction,
      ...(sourcePart === undefined ? {} : { sourcePart }),
      // New classes are nothing to adapt to, and their labels nothing to train an oracle on.
      bare: request.bare || methods.every(meetsNewClasses),
      ...withCodes(request),
      ...(Object.keys(splits).length > 0 ? { splits: SplitSettings.parse({ ...request.splits, ...splits }) } : {}),
    },
    methodParams: Object.fromEntries(methods.map((method, index) => [method.id, methodParams[index]])),
    backboneParams,
    compile,
    labelFraction,
  }
}

/** The run's own table of attributes, or the one that its built-in pair brings. */
function withCodes({ codes, source }: RunRequest): Pick<RunRequest, 'codes'> {
  const known = codes ?? (source.kind === 'built-in' ? findBuiltInPair(source.pair).pair.codes : undefined)
  return known === undefined ? {} : { codes: known }
}

/** What can be set of a built-in pair itself, such as the angle of the moons, shifted or not; nothing of a folder. */
function pairParams(source: DomainSource): z.ZodType {
  if (source.kind === 'shifted' || source.kind === 'classes') return pairParams(source.base)
  // Each of several joined domains carries its own parameters.
  if (source.kind === 'joined') return z.strictObject({})
  return source.kind === 'built-in' ? findBuiltInPair(source.pair).params : z.strictObject({})
}

/** Only what `settings` name is changed: parameters that the source carries already stay. */
function withParams<S extends DomainSource>(source: S, parsed: unknown, settings: Overrides): S {
  if (source.kind === 'shifted' || source.kind === 'classes') return { ...source, base: withParams(source.base, parsed, settings) }
  if (source.kind === 'joined') return source
  const given = Object.entries(parsed as Readonly<Record<string, number>>).filter(([name]) => Object.hasOwn(settings, name))
  if (source.kind === 'folder' || given.length === 0) return source
  return { ...source, params: { ...source.params, ...Object.fromEntries(given) } }
}

const pretrained = pretrainedReader(findLocations().builtInFolder)

export interface PreparedPair {
  readonly pair: PairData
  /** What is notable without standing in the way of training. */
  readonly notices: readonly PairProblem[]
}

/** Imports and splits the pair of a request. Throws `invalid-input` for the first problem that blocks training. */
export async function preparePair(
  domains: DomainStore,
  request: RunRequest,
  ledger: LedgerSink,
  signal: AbortSignal,
): Promise<PreparedPair> {
  const { images, testFraction, splits, classMap, preparation } = request
  const { source, target } = await domains.pair(request, signal)
  const targetTest =
    request.targetTest === null
      ? null
      : await domains.get({ source: request.targetTest, role: 'target', images, preparation: preparation?.target }, signal)
  const newClasses = request.methods.every((id) => meetsNewClasses(findMethod(id)))
  const notices = checkPair(source, target, { testFraction, splits, classMap, newClasses, targetTest })
  const blocking = notices.find((problem) => problem.blocks)
  if (blocking) throw new AppError('invalid-input', blocking.message, blocking.hint, blocking.role ?? undefined)
  // The split does not depend on the training seed: all trials of a run are judged on the same images.
  const pair = splitPair({ source, target, targetTest, testFraction, splits, classMap, seed: 0, ledger })
  return { pair: withSourcePart(pair, request.sourcePart), notices }
}

function withSourcePart(pair: PairData, part = 1): PairData {
  return part >= 1 ? pair : { ...pair, source: { ...pair.source, train: takePart(pair.source.train, part) } }
}

/** A session with the weights its seed gives it; the same seed starts every method from the same backbone weights. */
export function startSession(
  resolved: ResolvedRequest,
  pair: PairData,
  trial: { readonly method: string; readonly seed: number },
): Session {
  const { request } = resolved
  const random = createRandom(`trial/${trial.seed}`)
  const codes = codesOf(request.codes, pair)
  return findMethod(trial.method).start(
    {
      classes: pair.classNames.length,
      images: { source: pair.source.train.count, target: pair.target.train.count },
      sources: Math.max(1, pair.summaries.source.parts.length),
      ...(codes && { codes }),
      totalSteps: request.epochs * stepsPerEpoch(pair.source.train.count, request.batch),
      random: random.fork('method'),
      createBackbone: () =>
        buildBackbone({ id: request.backbone, params: resolved.backboneParams }, { request, pair, random: random.fork('backbone') }),
    },
    resolved.methodParams[trial.method],
  )
}

/** A backbone for the images of a request, normalised by its source's training images. `params` are resolved ones. */
export function buildBackbone(
  { id, params }: { readonly id: string; readonly params: unknown },
  { request, pair, random }: { readonly request: RunRequest; readonly pair: Pick<PairData, 'source'>; readonly random: RandomStream },
): Backbone {
  const normalisation = normalisationOf(pair.source.train)
  return findNetwork(id).build({ imageSize: request.images.imageSize, normalisation, random, pretrained }, params)
}

type Channels = [number, number, number]

type Normalisation = { readonly mean: Channels; readonly std: Channels }

/** A pass over all training images is made once, however many trials a run has. */
const known = new WeakMap<LabelledImages, Normalisation>()

/** Mean and standard deviation of each channel of the source's training images, in [0,1]; a constant channel gets a deviation of 1. */
function normalisationOf(images: LabelledImages): Normalisation {
  const before = known.get(images)
  if (before) return before
  const statistics = createChannelStatistics()
  for (const { bytes } of pixelChunks(images.pixels)) statistics.add(bytes)
  const { mean, std } = statistics.result()
  const normalisation = { mean: mean as Channels, std: std.map((value) => value || 1) as Channels }
  known.set(images, normalisation)
  return normalisation
}
