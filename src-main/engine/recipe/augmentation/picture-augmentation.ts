/** Draws each random augmentation over a study's own training images, so that it can be seen whether their classes survive it. */
import type { AugmentationPicture, AugmentationRow } from '@shared/domain/augmentation-picture'
import type { RecipeSetup } from '@shared/domain/recipe'
import { tf } from '../../backend/tensorflow'
import { evenly, toRgba } from '../../data/sample-strip'
import type { Images } from '../../data/types'
import { resolveParams } from '../../methods/resolve-params'
import { augmentationOf, trainingParams } from '../../methods/shared/training-params'
import { type AugmentationStrength, createAugmentation } from '../../nn/augmentation'
import { createRandom } from '../../nn/random'
import { imageTensor } from '../../training/batches'
import { augmentationSwitch } from '../campaigns/factors'

type Change = Exclude<keyof AugmentationStrength, 'cutout'>

interface Kind {
  readonly id: Change
  readonly label: string
  strength(of: AugmentationStrength): string
}

const kinds: readonly Kind[] = [
  { id: 'shift', label: 'Random shift', strength: ({ shift }) => `up to ${shift} px each way` },
  { id: 'rotation', label: 'Random rotation', strength: ({ rotation }) => `up to ${rotation}° each way` },
  { id: 'contrast', label: 'Random contrast', strength: ({ contrast }) => `up to ${percent(contrast)} more or less` },
  { id: 'brightness', label: 'Random brightness', strength: ({ brightness }) => `up to ${percent(brightness)} of full scale` },
  { id: 'flip', label: 'Random mirroring', strength: () => 'every second image' },
]

const nothing: AugmentationStrength = { shift: 0, rotation: 0, flip: false, brightness: 0, contrast: 0, cutout: 0 }
/** Shown for what is off. */
const examples: AugmentationStrength = { shift: 2, rotation: 10, flip: true, brightness: 0.2, contrast: 0.2, cutout: 0 }

const augmentationParams = trainingParams.pick({
  augmentShift: true,
  augmentRotation: true,
  augmentFlip: true,
  augmentBrightness: true,
  augmentContrast: true,
})

/** `images`: those trained on, as the network is fed. The same draws for the same images and settings. */
export function pictureAugmentation(
  images: Images,
  { settings, count }: { readonly settings: RecipeSetup['settings']; readonly count: number },
): AugmentationPicture {
  const strength = strengthOf(settings)
  const indices = Int32Array.from(evenly(images.count, count))
  const x = imageTensor(images, indices)
  const random = createRandom('augmentation-picture')
  const row = (given: Omit<AugmentationRow, 'pixels'>, changes: AugmentationStrength): AugmentationRow => {
    const { apply, variables } = createAugmentation(changes, random.fork(given.id))
    try {
      const values = tf.tidy(() => tf.round(tf.mul(apply(x), 255)).dataSync())
      const pixels = new Uint8Array((values.length / 3) * 4)
      toRgba(Uint8Array.from(values), pixels)
      return { ...given, pixels }
    } finally {
      for (const { variable } of variables) variable.dispose()
    }
  }
  try {
    return {
      size: images.size,
      count: indices.length,
      rows: [
        row({ id: 'as-it-is', label: 'As it is', strength: '', on: true }, nothing),
        ...kinds.map(({ id, label, strength: words }) => {
          const on = Number(strength[id]) > 0
          const shown = { ...nothing, [id]: on ? strength[id] : examples[id] }
          return row({ id, label, strength: words(shown), on }, shown)
        }),
        row({ id: 'together', label: 'Together', strength: 'all that is on', on: true }, strength),
      ],
    }
  } finally {
    x.dispose()
  }
}

/** What the set-up has on, or where nothing is, what the switch of the recipe turns on. */
function strengthOf(settings: RecipeSetup['settings']): AugmentationStrength {
  const read = (given: RecipeSetup['settings']): AugmentationStrength => {
    const own = Object.entries(given).filter(([name]) => Object.hasOwn(augmentationParams.shape, name))
    return augmentationOf(resolveParams(augmentationParams, Object.fromEntries(own)))
  }
  const asked = read(settings)
  return kinds.some(({ id }) => Number(asked[id]) > 0) ? asked : read(augmentationSwitch)
}

const percent = (part: number): string => `${Math.round(100 * part)} %`
