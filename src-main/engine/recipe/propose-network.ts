/** A standard first network and optimizer for data of a certain size and shape, and why. */
import type { NetworkProposal } from '@shared/domain/recipe'

export interface DataShape {
  /** Training images of the source. */
  readonly images: number
  readonly classes: number
  /** Side in pixels. */
  readonly imageSize: number
  /** Mean difference of the largest and the smallest channel, in [0,1]; null where it was not measured. */
  readonly saturation: number | null
  /** Mean deviation of the grey values within an image, in [0,0.5]; null where it was not measured. */
  readonly contrast: number | null
}

/** Images whose grey values hardly vary have no shapes for a convolution to see. */
const flat = 0.02
/** Mean saturation from which images count as coloured. */
const coloured = 0.08
/** Training images up to which Adam's speed matters more than SGD's last points. */
const fewImages = 20_000

export function proposeNetwork(shape: DataShape): NetworkProposal {
  const { backbone, because } = networkFor(shape)
  const small = shape.images < 600
  const adam = shape.images < fewImages
  const batch = small ? Math.max(8, Math.min(32, 2 ** Math.floor(Math.log2(Math.max(8, shape.images / 8))))) : 64
  return {
    backbone,
    optimizer: adam ? 'adam' : 'sgd',
    learningRate: adam ? 0.001 : 0.01,
    batch,
    why: `${because} ${
      adam
        ? `With ${shape.images.toLocaleString('en-US')} training images Adam at 0.001 needs no tuning to begin with`
        : `With ${shape.images.toLocaleString('en-US')} training images SGD with momentum at 0.01 ends better and is affordable`
    }, in batches of ${batch}.`,
  }
}

function networkFor({ imageSize, saturation, contrast }: DataShape): { readonly backbone: string; readonly because: string } {
  if (imageSize < 16)
    return {
      backbone: 'mlp',
      because: `At ${imageSize} px there is little for a convolution to find: a perceptron over the pixels is the plain choice.`,
    }
  if (contrast !== null && contrast < flat && imageSize <= 64) {
    return { backbone: 'mlp', because: 'The images are flat, so a perceptron over the pixels is enough.' }
  }
  if (imageSize > 64)
    return { backbone: 'resnet-bn', because: `At ${imageSize} px a residual network sees whole objects where two convolutions see parts.` }
  if (imageSize >= 32 && saturation !== null && saturation >= coloured) {
    return {
      backbone: 'resnet-bn',
      because: `Coloured images of ${imageSize} px want more layers than digits do: a small residual network.`,
    }
  }
  return {
    backbone: 'digits-cnn-bn',
    because: `Small plain images of ${imageSize} px: two convolutions with batch normalisation are the standard start.`,
  }
}

/** A network with batch normalisation that takes images of this size; null where there is none. */
export function normalisingNetwork(imageSize: number): string | null {
  if (imageSize < 16 || imageSize > 96) return null
  return imageSize <= 64 ? 'digits-cnn-bn' : 'resnet-bn'
}
