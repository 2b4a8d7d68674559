/**
 * Pruning: the weights, or whole channels, that matter least go, a few at a time, with fine-tuning in between (Han et al., NeurIPS
 * 2015). What matters is told by size, or by Optimal Brain Damage (LeCun, Denker & Solla, NeurIPS 1989): s = h·w²/2 with the
 * Hessian's diagonal h of `pruning/curvature.ts`.
 *
 * After round r of R the part S·(1 − (1 − r/R)³) is gone (Zhu & Gupta 2017, eq. 1). Weights go over all kernels together; channels by
 * their mean size in every layer alike (Li et al., ICLR 2017), or by their summed saliency over all layers together. Biases and norms
 * stay, but for those of channels that went. Curvature is taken on source and target images, as both are to be kept.
 */
import { AppError } from '@shared/contract/failure'
import { z } from 'zod'
import { resolveParams } from '../../methods/resolve-params'
import { createRandom } from '../../nn/random'
import { type GraphModel, kernelNames, weightFor, weightNamed } from '../graph/graph-model'
import { dropChannels, layersWithChannels, sumByChannel } from '../pruning/channels'
import { kernelCurvature } from '../pruning/curvature'
import { lowestMasks } from '../pruning/lowest-masks'
import { brainDamage } from '../pruning/saliency'
import { imagesOf, tuneModel, tuningParams } from '../tune-model'
import { defineReduction, type ReductionContext } from './reduction-way'

const params = z.strictObject({
  criterion: z
    .enum(['magnitude', 'obd'])
    .default('magnitude')
    .meta({
      title: 'Goes first',
      labels: { magnitude: 'What is small', obd: 'What the loss misses least (OBD)' },
      description: 'By size, or by Optimal Brain Damage: the square of the weight times how sharply the loss curves there.',
    }),
  structure: z
    .enum(['weights', 'channels'])
    .default('weights')
    .meta({
      title: 'What goes',
      labels: { weights: 'Single weights', channels: 'Whole channels' },
      description: 'Single weights become zeros, which a file can leave out; channels make the tensors smaller and the network faster.',
    }),
  sparsity: z.number().min(0).max(0.99).default(0.8).meta({
    title: 'Part that goes',
    description: 'Of all weights in kernels, or of the channels of every layer.',
  }),
  rounds: z.number().int().min(1).max(20).default(4).meta({
    title: 'Rounds',
    description: 'Steps in which it goes; each is a point of the curve.',
  }),
  tuneEpochs: z.number().int().min(0).max(50).default(1).meta({
    title: 'Epochs a round',
    unit: 'epochs',
    description: 'Fine-tuning after every round; 0 leaves what is left as it is.',
  }),
  curvatureImages: z.number().int().min(32).max(8192).default(512).meta({
    title: 'Images for OBD',
    group: 'Fine-tuning',
    unit: 'images',
    description: 'Of each domain, to take the curvature of the loss on.',
  }),
  ...tuningParams.shape,
})
type PruneParams = z.output<typeof params>

export const prune = defineReduction({
  id: 'prune',
  label: 'Prune',
  summary: 'Takes out the weights or channels that matter least, a few at a time, with fine-tuning in between.',
  params,
  preview: { rounds: 1, tuneEpochs: 0, curvatureImages: 64 },
  resolve: (settings) => resolveParams(params, settings),
  async run(context, settings) {
    const { structure, rounds, tuneEpochs, sparsity, criterion } = settings
    if (Object.keys(context.model.graph.weightCodes).length > 0) {
      throw new AppError('invalid-input', 'This model is kept in 8 bits, which pruning would break.', 'Prune first, then quantize.', 'how')
    }
    context.planImages(imagesOf(context.pair, rounds * tuneEpochs, settings.batch))
    let { model } = context
    let gone = 0
    for (let round = 1; round <= rounds; round++) {
      const wanted = sparsity * (1 - (1 - round / rounds) ** 3)
      const random = createRandom(`prune/${settings.seed}/${round}`)
      const saliencies = await saliencyOf(model, context, settings)
      if (structure === 'channels') model = withoutChannels(model, saliencies, { part: 1 - (1 - wanted) / (1 - gone), criterion })
      const masks = structure === 'weights' ? weightMasks(model, saliencies, wanted) : new Map<string, Float32Array>()
      model = masked(model, masks)
      model = await tuneModel({ ...context, model, teacher: context.model, masks, epochs: tuneEpochs, params: settings, random })
      gone = wanted
      await context.measure(model, `${percent(wanted)} of the ${structure} pruned`, wanted)
    }
    const by = criterion === 'obd' ? 'Optimal Brain Damage' : 'magnitude'
    return { model, summary: `Pruned ${percent(sparsity)} of the ${structure} by ${by} in ${rounds} ${rounds === 1 ? 'round' : 'rounds'}.` }
  },
})

/** By kernel name, a value for each weight. */
async function saliencyOf(model: GraphModel, context: ReductionContext, settings: PruneParams): Promise<Map<string, Float32Array>> {
  const weights = kernelNames(model.graph).map((name) => [name, weightNamed(model, name).data] as const)
  if (settings.criterion === 'magnitude') return new Map(weights.map(([name, data]) => [name, data.map(Math.abs)]))
  const curvature = await kernelCurvature(model, {
    images: (['source', 'target'] as const).map((domain) => ({ domain, images: context.pair[domain].train })),
    count: settings.curvatureImages,
    random: createRandom(`prune/${settings.seed}`),
    signal: context.signal,
  })
  return new Map(weights.map(([name, data]) => [name, brainDamage(data, curvature.get(name) as Float32Array)]))
}

/** Weights that are 0 already have no saliency, so they go first and stay gone. */
function weightMasks(model: GraphModel, saliencies: ReadonlyMap<string, Float32Array>, part: number): Map<string, Float32Array> {
  const names = kernelNames(model.graph)
  const ranked = names.map((name) => {
    const { data } = weightNamed(model, name)
    return (saliencies.get(name) as Float32Array).map((value, at) => (data[at] === 0 ? Number.NEGATIVE_INFINITY : value))
  })
  const masks = lowestMasks(ranked, part, 'global')
  return new Map(names.map((name, index) => [name, masks[index]]))
}

function masked({ graph, weights }: GraphModel, masks: ReadonlyMap<string, Float32Array>): GraphModel {
  return {
    graph,
    weights: new Map(
      [...weights].map(([name, weight]) => {
        const mask = masks.get(name)
        return [name, mask === undefined ? weight : { ...weight, data: weight.data.map((value, at) => (mask[at] === 0 ? 0 : value)) }]
      }),
    ),
  }
}

function withoutChannels(
  model: GraphModel,
  saliencies: ReadonlyMap<string, Float32Array>,
  { part, criterion }: { readonly part: number; readonly criterion: PruneParams['criterion'] },
): GraphModel {
  const layers = layersWithChannels(model)
  const scores = layers.map(({ kernel }) => {
    const own = [...new Set([kernel, weightFor(model.graph, kernel, 'target')])]
    const channels = weightNamed(model, kernel).shape.at(-1) as number
    const sums = own.map((name) => sumByChannel(saliencies.get(name) as Float32Array, channels))
    return sums.reduce((total, one) => total.map((value, at) => value + one[at]))
  })
  const masks = lowestMasks(scores, part, criterion === 'obd' ? 'global' : 'layer')
  return dropChannels(
    model,
    new Map(layers.map(({ name }, index) => [name, masks[index].some((kept) => kept === 1) ? masks[index] : bestOnly(scores[index])])),
  )
}

/** A layer without channels would end the network. */
function bestOnly(scores: Float32Array): Float32Array {
  const best = scores.indexOf(Math.max(...scores))
  return scores.map((_, at) => (at === best ? 1 : 0))
}

function percent(part: number): string {
  return `${Number((100 * part).toFixed(1))} %`
}
