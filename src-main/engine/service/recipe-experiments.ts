/** Fresh networks for the quick experiments of the recipe: the set-up's, without what holds training back, and smaller ones. */
import type { PairRef } from '@shared/domain/dataset'
import type { RecipeSetup } from '@shared/domain/recipe'
import { RunRequest } from '@shared/domain/run'
import type { PairData } from '../data/types'
import { knownNames, methods } from '../methods/registry'
import { trainingParams } from '../methods/shared/training-params'
import { createRandom } from '../nn/random'
import type { Experiment } from '../recipe/checks/fit-batch'
import type { NetworkUnderTest } from '../recipe/checks/measure-network'
import { createDraw } from '../training/training-data'
import { findNetwork } from './find-network'
import { resolveRequest, startSession } from './prepare-trial'

type Settings = RecipeSetup['settings']

/** The settings that keep a network from learning by heart, off. */
const unhindered: Settings = {
  schedule: 'constant',
  weightDecay: 0,
  labelSmoothing: 0,
  emaDecay: 0,
  clipNorm: 0,
  dropout: 0,
  augmentShift: 0,
  augmentRotation: 0,
  augmentFlip: false,
  augmentBrightness: 0,
  augmentContrast: 0,
  compile: 'auto',
}

/** The request of a single trial, as the set-up would start it. Settings that its parts do not know are left out. */
export function requestOf(
  { newClasses: _, ...pair }: PairRef,
  { method, backbone, epochs, batch, settings, seed }: RecipeSetup,
): RunRequest {
  return RunRequest.parse({
    ...pair,
    methods: [method],
    backbone,
    epochs,
    batch,
    seeds: [seed],
    settings: knownTo(method, backbone, settings),
    bare: true,
  })
}

function knownTo(method: string, backbone: string, settings: Settings): Settings {
  const known = new Set([
    'compile',
    ...knownNames(findNetwork(backbone).params),
    ...methods.filter(({ id }) => id === method).flatMap(({ params }) => knownNames(params)),
  ])
  return Object.fromEntries(Object.entries(settings).filter(([name]) => known.has(name)))
}

/** Trained on the source alone, whatever method adapts it later. */
const supervised = 'source-only'

/** The set-up's network and, before it, smaller ones, the smallest first. */
export function networksUnderTest(
  pair: PairRef,
  setup: RecipeSetup,
  data: PairData,
): { readonly network: NetworkUnderTest; readonly smaller: readonly NetworkUnderTest[]; readonly learningRate: number } {
  const settings = { ...setup.settings, ...unhindered }
  const network = (backbone: string, own: Settings, label: string): NetworkUnderTest => {
    const resolved = resolveRequest(requestOf(pair, { ...setup, method: supervised, backbone, settings: { ...settings, ...own } }), [
      supervised,
    ])
    return { label, start: () => startSession(resolved, data, { method: supervised, seed: setup.seed }) }
  }
  const smaller =
    pair.images.imageSize <= 64
      ? [4, 32].map((hiddenUnits) => network('mlp', { hiddenUnits }, `MLP ${hiddenUnits}`))
      : [4, 8].map((width) => network('resnet-bn', { width }, `ResNet ${width}`))
  return {
    network: network(setup.backbone, {}, findNetwork(setup.backbone).label),
    smaller,
    learningRate: trainingParams.shape.learningRate.parse(
      setup.settings.learningRate === undefined ? undefined : Number(setup.settings.learningRate),
    ),
  }
}

/** The set-up as it is, trained on the source alone. */
export function supervisedExperiment(pair: PairRef, setup: RecipeSetup, data: PairData): Experiment {
  const resolved = resolveRequest(requestOf(pair, { ...setup, method: supervised }), [supervised])
  return {
    start: () => startSession(resolved, data, { method: supervised, seed: setup.seed }),
    draw: createDraw({
      data: { source: data.source.train, target: null, few: null, fenced: null },
      batch: setup.batch,
      balanced: false,
      random: createRandom(`recipe/${setup.seed}`).fork('rates'),
    }),
  }
}
