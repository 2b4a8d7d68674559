/** The mean of a domain's images and of each open class: what a class looks like at a glance, and what leaks in from backgrounds. */
import type { DomainProfile } from '@shared/domain/inspection'
import type { ImportedDomain } from '../data/imported-domain'
import { pixelChunks } from '../data/pixel-rows'
import { createTimeSlices } from '../data/time-slices'

/** RGBA; the mean of all images comes first. */
export async function meanImages({ summary, pixels, labels }: ImportedDomain): Promise<DomainProfile['means']> {
  const classIds = labels.kind === 'open' ? labels.classIds : null
  const classNames = classIds ? summary.classNames : []
  const length = pixels.rowBytes
  const sums = Array.from({ length: 1 + classNames.length }, () => new Float64Array(length))
  const counts = new Int32Array(sums.length)
  const slices = createTimeSlices()
  for (const { start, bytes } of pixelChunks(pixels, 32)) {
    for (let at = 0; at < bytes.length; at += length) {
      const image = start + at / length
      const into = classIds === null ? [0] : [0, 1 + classIds[image]]
      for (const which of into) {
        counts[which]++
        const sum = sums[which]
        for (let i = 0; i < length; i++) sum[i] += bytes[at + i]
      }
      await slices.next()
    }
  }
  const rgba = new Uint8Array((sums.length * length * 4) / 3).fill(255)
  for (const [which, sum] of sums.entries()) {
    const offset = (which * length * 4) / 3
    for (let i = 0; i < length; i++) rgba[offset + Math.floor(i / 3) * 4 + (i % 3)] = Math.round(sum[i] / Math.max(1, counts[which]))
  }
  return { size: summary.imageSize, pixels: rgba, classNames: [null, ...classNames] }
}
