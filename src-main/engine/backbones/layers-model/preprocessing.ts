/** How images are prepared for a model that was trained elsewhere: by name, or as the model's file says. */
import { z } from 'zod'
import type { InputStatistics } from '../../nn/layers/normalise-input'

/** (x − mean)/std of pixel values in [0,1]. */
const known = {
  /** Values in [0,1] as they are. */
  'zero-to-one': same(0, 1),
  /** Values in [−1,1]: MobileNet, Inception and Xception in Keras, Teachable Machine. */
  'minus-one-to-one': same(0.5, 0.5),
  /** Values from 0 to 255: models that begin with a Rescaling layer, EfficientNet in Keras. */
  bytes: same(0, 1 / 255),
  /** The mean and deviation of ImageNet's channels: PyTorch's models. */
  imagenet: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
} as const satisfies Readonly<Record<string, InputStatistics>>

type PreprocessingName = keyof typeof known
export const preprocessingNames = Object.keys(known) as PreprocessingName[]

const ThreeNumbers = z.array(z.number()).length(3)
const Stated = z.union([
  z.enum(preprocessingNames as [PreprocessingName, ...PreprocessingName[]]),
  z.object({ mean: ThreeNumbers, std: ThreeNumbers }),
])

/** What `userDefinedMetadata.preprocessing` of a model.json says; null where it says nothing that is understood. */
export function statedPreprocessing(metadata: unknown): InputStatistics | null {
  const stated = z.object({ preprocessing: Stated }).safeParse(metadata)
  if (!stated.success) return null
  const { preprocessing } = stated.data
  return typeof preprocessing === 'string' ? known[preprocessing] : preprocessing
}

export function preprocessingNamed(name: PreprocessingName): InputStatistics {
  return known[name]
}

function same(mean: number, std: number): InputStatistics {
  return { mean: [mean, mean, mean], std: [std, std, std] }
}
