/** A domain whose images are painted by a function, with no disk behind it. */

import { createHash } from 'node:crypto'
import type { DomainRole } from '@shared/domain/ids'
import { createChannelStatistics } from '../../data/channel-statistics'
import type { ImageMarks, ImportedDomain } from '../../data/imported-domain'
import { memoryPixels } from '../../data/pixel-rows'
import { describedDomain } from '../../data/testing/domains'
import { createRandom, type RandomStream } from '../../nn/random'

export const side = 16

/** RGB values in [0,255] at (x, y) of an image. */
export type Paint = (at: {
  readonly x: number
  readonly y: number
  readonly index: number
  readonly random: RandomStream
}) => readonly [number, number, number]

export interface Painting {
  readonly role?: DomainRole
  readonly count?: number
  readonly paint: Paint
  /** Class of each image; two classes by turns unless told otherwise. */
  readonly classOf?: (index: number) => number
  readonly classNames?: readonly string[]
  readonly marks?: (index: number) => Partial<ImageMarks>
  /** Makes image `index` a pixel-wise copy of another one, with a content of its own. */
  readonly copyOf?: (index: number) => number | null
}

export function paintedDomain({
  role = 'source',
  count = 40,
  paint,
  classOf = (i) => i % 2,
  classNames = ['a', 'b'],
  marks,
  copyOf,
}: Painting): ImportedDomain {
  const length = side * side * 3
  const pixels = new Uint8Array(count * length)
  for (let index = 0; index < count; index++) {
    const random = createRandom(`${role} ${copyOf?.(index) ?? index}`)
    for (let pixel = 0; pixel < side * side; pixel++) {
      const colour = paint({ x: pixel % side, y: Math.floor(pixel / side), index: copyOf?.(index) ?? index, random })
      pixels.set(
        colour.map((value) => Math.min(255, Math.max(0, Math.round(value)))),
        index * length + 3 * pixel,
      )
    }
  }
  const statistics = createChannelStatistics()
  statistics.add(pixels)
  const { mean, std } = statistics.result()
  const classIds = Int32Array.from({ length: count }, (_, index) => classOf(index))
  const counts = classNames.map((_, id) => classIds.filter((classId) => classId === id).length)
  const contents = Array.from({ length: count }, (_, index) => createHash('sha256').update(`${role} ${index}`).digest('hex'))
  const described = describedDomain(
    {
      role,
      images: count,
      classNames: [...classNames],
      classCounts: role === 'source' ? counts : null,
      channelMean: mean,
      channelStd: std,
      imageSize: side,
      sizes: [{ width: side, height: side, count }],
    },
    { contents, marks: (index) => ({ width: side, height: side, ...marks?.(index) }) },
  )
  return {
    ...described,
    pixels: memoryPixels(pixels, length),
    labels: role === 'source' ? { kind: 'open', classIds } : described.labels,
  }
}

/** Grey noise around a level: a texture of its own for every image, which no other finding takes offence at. */
export function texture(level = 128, amplitude = 60): Paint {
  return ({ random }) => {
    const value = level + amplitude * (random.uniform() - 0.5) * 2
    return [value, value, value]
  }
}
