/**
 * Quantization to 8-bit whole numbers (Jacob et al., CVPR 2018; Krishnamoorthi 2018, arXiv:1806.08342): batch norm is folded into the
 * layer before it, kernels become int8 with a scale for each channel or one for the whole kernel, values between layers uint8 over
 * the range that unlabelled images show, biases 32-bit. Fine-tuning sees the rounded network and passes gradients straight through
 * (Bengio et al. 2013). Deviations: ranges are the smallest and the largest value seen, no percentile; the logits stay float.
 */
import { AppError } from '@shared/contract/failure'
import { z } from 'zod'
import { resolveParams } from '../../methods/resolve-params'
import { createRandom } from '../../nn/random'
import { type GraphModel, kernelNames, weightNamed } from '../graph/graph-model'
import { calibrate } from '../quantising/calibrate'
import { quantiseActivations, quantiseWeights } from '../quantising/quantise-model'
import { roundingPoints } from '../quantising/rounding-points'
import { imagesOf, tuneModel, tuningParams } from '../tune-model'
import { defineReduction } from './reduction-way'

const params = z.strictObject({
  weights: z
    .enum(['per-channel-symmetric', 'per-tensor-asymmetric'])
    .default('per-channel-symmetric')
    .meta({
      title: 'Scales of the weights',
      labels: { 'per-channel-symmetric': 'One a channel', 'per-tensor-asymmetric': 'One a layer' },
      description: 'A scale for each output channel keeps more; one for a whole kernel is what the plainest integer kernels take.',
    }),
  calibrateOn: z
    .enum(['source', 'target', 'both'])
    .default('both')
    .meta({
      title: 'Ranges from',
      labels: { source: 'Source', target: 'Target', both: 'Both' },
      description: 'Whose images, without labels, show how far the values between layers reach.',
    }),
  calibrationImages: z.number().int().min(16).max(8192).default(256).meta({
    title: 'Images for ranges',
    unit: 'images',
    description: 'Of each domain.',
  }),
  tuneEpochs: z.number().int().min(0).max(50).default(0).meta({
    title: 'Fine-tuning',
    unit: 'epochs',
    description: 'Quantization-aware: trains the weights as they will be rounded. 0 rounds them as they are.',
  }),
  ...tuningParams.shape,
  learningRate: tuningParams.shape.learningRate.unwrap().default(1e-4).meta({
    title: 'Learning rate',
    group: 'Fine-tuning',
    scale: 'log',
    description: 'Adam’s step size while fine-tuning.',
  }),
})

export const quantize = defineReduction({
  id: 'quantize',
  label: 'Quantize',
  summary: 'Keeps weights and the values between layers as 8-bit whole numbers: a quarter of the bytes.',
  params,
  preview: { tuneEpochs: 0, calibrationImages: 64 },
  resolve: (settings) => resolveParams(params, settings),
  async run(context, settings) {
    const { weights, calibrateOn, calibrationImages, tuneEpochs, seed } = settings
    if (Object.keys(context.model.graph.weightCodes).length > 0) {
      throw new AppError('invalid-input', 'This model is kept in 8 bits already.', 'Quantize the model it was made from.', 'how')
    }
    context.planImages(imagesOf(context.pair, tuneEpochs, settings.batch))
    const rounded = quantiseWeights(context.model, weights)
    // Nodes keep their names when norms are folded, so the float network shows the ranges of both domains.
    const ranges = await calibrate(context.model, roundingPoints(rounded.graph), {
      images: (['source', 'target'] as const)
        .filter((domain) => calibrateOn === 'both' || calibrateOn === domain)
        .map((domain) => ({ domain, images: context.pair[domain].train })),
      count: calibrationImages,
      random: createRandom(`quantize/${seed}`),
      signal: context.signal,
    })
    const coded = quantiseActivations(rounded, ranges)
    await context.measure(coded, 'rounded to 8 bits', null)
    const model = await tuneModel({
      ...context,
      model: coded,
      teacher: context.model,
      masks: zerosOf(coded),
      epochs: tuneEpochs,
      params: settings,
      random: createRandom(`quantize/${seed}`),
    })
    if (tuneEpochs > 0) await context.measure(model, `8 bits, tuned for ${tuneEpochs} ${tuneEpochs === 1 ? 'epoch' : 'epochs'}`, null)
    const tuned = tuneEpochs > 0 ? `, fine-tuned for ${tuneEpochs} ${tuneEpochs === 1 ? 'epoch' : 'epochs'}` : ''
    return { model, summary: `Rounded to 8 bits, a scale for each ${weights === 'per-channel-symmetric' ? 'channel' : 'layer'}${tuned}.` }
  },
})

/** What was pruned before stays pruned. */
function zerosOf(model: GraphModel): Map<string, Float32Array> {
  return new Map(kernelNames(model.graph).map((name) => [name, weightNamed(model, name).data.map((value) => (value === 0 ? 0 : 1))]))
}
