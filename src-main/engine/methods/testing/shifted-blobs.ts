/** A toy pair of domains: blobs in a plane drawn as small images, the target's moved so that the source's boundary misses it. */
import { memoryPixels } from '../../data/pixel-rows'
import type { LabelledImages } from '../../data/types'
import { createRandom, type RandomStream } from '../../nn/random'

/** Side of the images, in pixels. */
export const blobSide = 8
export const blobClasses = 2
/** Mean and standard deviation of the pixels, about the same in each channel. */
export const blobNormalisation = { mean: [0.5, 0.5, 0.5], std: [0.1, 0.1, 0.1] } as const

const centres = [
  [-1, 0],
  [1, 0],
] as const
/** Along the first axis, so that the source's boundary cuts a target blob; along the second, so that the domains can be told apart. */
const targetShift = [1, 1.5] as const
const spread = 0.25
/** Of the second source domain, along the second axis. */
const secondDomainShift = [0, -1] as const

/** A point (u, v) becomes the image ½ + 0.05·(u·U + v·V) + noise, with fixed patterns U and V; classes in turn. */
export function shiftedBlobs(domain: 'source' | 'target', count: number, random: RandomStream): LabelledImages {
  return drawBlobs(count, random, () => (domain === 'source' ? [0, 0] : targetShift))
}

/** Blobs of two source domains, whose images take turns: those of the source, and the same moved to where the class is no other. */
export function blobsOfTwoDomains(count: number, random: RandomStream): LabelledImages {
  const domains = Int32Array.from({ length: count }, (_, index) => Math.floor(index / blobClasses) % 2)
  return { ...drawBlobs(count, random, (index) => (domains[index] === 0 ? [0, 0] : secondDomainShift)), domains }
}

function drawBlobs(count: number, random: RandomStream, shiftOf: (index: number) => readonly [number, number]): LabelledImages {
  const length = blobSide * blobSide * 3
  const [patternU, patternV] = patterns(length)
  const pixels = new Uint8Array(count * length)
  const labels = Int32Array.from({ length: count }, (_, index) => index % centres.length)
  labels.forEach((label, index) => {
    const shift = shiftOf(index)
    const u = centres[label][0] + shift[0] + spread * random.normal()
    const v = centres[label][1] + shift[1] + spread * random.normal()
    for (let pixel = 0; pixel < length; pixel++) {
      const value = 0.5 + 0.05 * (u * patternU[pixel] + v * patternV[pixel]) + 0.02 * random.normal()
      pixels[index * length + pixel] = Math.round(255 * Math.min(1, Math.max(0, value)))
    }
  })
  return { count, size: blobSide, pixels: memoryPixels(pixels, length), labels, domainIndex: Int32Array.from(labels.keys()) }
}

function patterns(length: number): [Float32Array, Float32Array] {
  const random = createRandom('blob-patterns')
  return [Float32Array.from({ length }, () => random.normal()), Float32Array.from({ length }, () => random.normal())]
}
