/** The augmentation of methods that average or compare copies of an image at test time: small moves, and a little light. */
import { type Augmentation, createAugmentation } from '../nn/augmentation'
import type { RandomStream } from '../nn/random'

export function lightAugmentation(random: RandomStream): Augmentation {
  return createAugmentation(
    { shift: 2, rotation: 8, flip: false, brightness: 0.1, contrast: 0.2, cutout: 0 },
    random.fork('light-augmentation'),
  )
}
