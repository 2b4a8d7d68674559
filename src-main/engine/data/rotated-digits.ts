/**
 * The set rotated-digits: six domains of handwritten digits, each turned by another angle, in the manner of RotatedMNIST (Ghifary et al.,
 * ICCV 2015). No digit is in two domains; the set is data, the seed of a run does not change it.
 *
 * As a pair, the upright domain is the source and the one turned furthest the target; a study of generalization takes any as the target.
 */
import { type BuiltInPair, suggestedDefaults } from '@shared/domain/dataset'
import { z } from 'zod'
import { createRandom } from '../nn/random'
import { rotation } from '../shift/rotation'
import type { OpenBuiltInDomain } from './built-in-domain'
import { readDigits } from './digit-file'
import { greyToRgb } from './grey-to-rgb'

const angles = [0, 15, 30, 45, 60, 75]
/** Images of a domain where there are as many digits. */
const mostPerDomain = 1000

export const rotatedDigits: BuiltInPair = {
  id: 'rotated-digits',
  label: 'Rotated digits',
  description:
    'Handwritten digits turned by 0°, 15°, 30°, 45°, 60° and 75°: six domains without a digit in common. Learn on some, and meet an angle never seen.',
  sourceName: 'Digits at 0°',
  targetName: 'Digits at 75°',
  suggested: { ...suggestedDefaults, imageSize: 16, testFraction: 0.2, epochs: 6, batch: 80 },
  domains: angles.map((angleDegrees) => ({
    name: `${angleDegrees}°`,
    source: { kind: 'built-in', pair: 'rotated-digits', role: 'source', params: { angleDegrees } },
  })),
}

export const RotatedDigitsParams = z.strictObject({
  angleDegrees: z.number().int().min(0).max(75).multipleOf(15).optional().meta({
    title: 'Angle',
    unit: '°',
    description: 'How far the digits are turned, clockwise: 0, 15, 30, 45, 60 or 75; by default 0 for a source and 75 for a target.',
  }),
})

export const openRotatedDigits: OpenBuiltInDomain = async ({ role, builtInFolder, params }) => {
  const { angleDegrees = role === 'source' ? 0 : 75 } = RotatedDigitsParams.parse(params)
  const { size, pixels, classes, classIds } = await readDigits(builtInFolder, 'mnist-digits')
  const perDomain = Math.min(mostPerDomain, Math.floor(classIds.length / angles.length))
  const first = angles.indexOf(angleDegrees) * perDomain
  const mine = createRandom('rotated-digits')
    .permutation(classIds.length)
    .subarray(first, first + perDomain)
  return {
    name: `Digits at ${angleDegrees}°`,
    count: perDomain,
    image(index) {
      const digit = pixels.subarray(mine[index] * size * size, (mine[index] + 1) * size * size)
      const className = classes[classIds[mine[index]]]
      const file = `${className}/${String(index).padStart(5, '0')}.png`
      return { file, className, image: { width: size, height: size, channels: 3, pixels: turned(greyToRgb(digit), size, angleDegrees) } }
    },
  }
}

/** rgb [size, size, 3] uint8 turned about its centre, black where nothing was. */
function turned(rgb: Uint8Array, size: number, degrees: number): Uint8Array {
  if (degrees === 0) return rgb
  const from = Float32Array.from(rgb, (value) => value / 255)
  const to = new Float32Array(from.length)
  rotation.apply({ count: 1, height: size, width: size, pixels: from }, to, degrees, [])
  return Uint8Array.from(to, (value) => Math.round(255 * Math.min(1, Math.max(0, value))))
}
