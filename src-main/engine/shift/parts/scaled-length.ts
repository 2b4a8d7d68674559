/** Lengths that ImageNet-C states in pixels of its 224 px images, on images of any size. */
import type { ImageShape } from '../shift'

/** Pixels on this image that are the same share of its shorter side as `pixels` are of 224. */
export function scaledLength(pixels: number, { height, width }: ImageShape): number {
  return (pixels * Math.min(height, width)) / 224
}
