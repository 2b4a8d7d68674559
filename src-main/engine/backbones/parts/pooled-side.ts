/** Sizes of feature maps, so that heads know their inputs before an image is seen. */

/** Side after a valid side×side convolution and a halving pool. */
export function pooledSide(side: number, kernel: number): number {
  return Math.floor((side - kernel + 1) / 2)
}
