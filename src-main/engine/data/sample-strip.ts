/** Thumbnails: some of a domain's decoded images, as RGBA for a canvas. */
import { AppError } from '@shared/contract/failure'
import type { ImageStrip } from '@shared/domain/dataset'
import type { ImportedDomain } from './imported-domain'

/** The images at `indices`, or `count` of them evenly over the domain, which for a source means over its classes. Throws AppError `invalid-input`. */
export function sampleStrip(
  domain: ImportedDomain,
  sample: { readonly indices: readonly number[] } | { readonly count: number },
): ImageStrip {
  const { images, imageSize, classNames } = domain.summary
  const indices = 'indices' in sample ? [...sample.indices] : evenly(images, sample.count)
  const pixels = new Uint8Array(indices.length * imageSize * imageSize * 4)
  for (const [position, index] of indices.entries()) {
    if (!Number.isInteger(index) || index < 0 || index >= images) {
      throw new AppError('invalid-input', `There is no image ${index}; the domain has ${images}.`, 'Import the folder again.', 'indices')
    }
    toRgba(domain.pixels.read([index]), pixels.subarray(position * imageSize * imageSize * 4))
  }
  const { labels } = domain
  return {
    size: imageSize,
    count: indices.length,
    pixels,
    indices,
    labels: indices.map((index) => (labels.kind === 'open' ? classNames[labels.classIds[index]] : null)),
  }
}

/** `count` of 0..images-1 at equal distances, all where there are fewer. */
export function evenly(images: number, count: number): number[] {
  const taken = Math.min(images, count)
  return Array.from({ length: taken }, (_, i) => Math.floor(((i + 0.5) * images) / taken))
}

/** rgb [n,3] → rgba [n,4] uint8, opaque. */
export function toRgba(rgb: Uint8Array, rgba: Uint8Array): void {
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    rgba[to] = rgb[from]
    rgba[to + 1] = rgb[from + 1]
    rgba[to + 2] = rgb[from + 2]
    rgba[to + 3] = 255
  }
}
