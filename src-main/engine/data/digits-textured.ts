/** The pair digits-textured: plain handwritten digits against other ones blended with colour textures, in the manner of MNIST-M. */
import { type BuiltInPair, suggestedDefaults } from '@shared/domain/dataset'
import { createRandom } from '../nn/random'
import type { OpenBuiltInDomain } from './built-in-domain'
import { colourTexture } from './colour-texture'
import { readDigits } from './digit-file'
import { greyToRgb } from './grey-to-rgb'

export const digitsTextured: BuiltInPair = {
  id: 'digits-textured',
  label: 'Digits → textured digits',
  description:
    'Handwritten digits, white on black, against other digits of the same kind blended with colour textures in the manner of MNIST-M. No digit is on both sides.',
  sourceName: 'Digits',
  targetName: 'Textured digits',
  suggested: suggestedDefaults,
}

/** Half of the digits each, drawn once and for all: the pair is data, the seed of a run does not change it. */
export const openDigitsTextured: OpenBuiltInDomain = async ({ role, builtInFolder }) => {
  const digits = await readDigits(builtInFolder, 'mnist-digits')
  const random = createRandom('digits-textured')
  const order = random.fork('halves').permutation(digits.classIds.length)
  const half = Math.floor(order.length / 2)
  const mine = role === 'source' ? order.subarray(0, half) : order.subarray(half, 2 * half)
  const { size } = digits
  return {
    name: role === 'source' ? digitsTextured.sourceName : digitsTextured.targetName,
    count: mine.length,
    image(index) {
      const digit = digits.pixels.subarray(mine[index] * size * size, (mine[index] + 1) * size * size)
      const className = digits.classes[digits.classIds[mine[index]]]
      const pixels = role === 'source' ? greyToRgb(digit) : blend(colourTexture(random.fork(`texture ${index}`), size), digit)
      const file = `${className}/${String(index).padStart(5, '0')}.png`
      return { file, className, image: { width: size, height: size, channels: 3, pixels } }
    },
  }
}

/** |texture − digit| for each channel, as MNIST-M does. */
function blend(texture: Float64Array, digit: Uint8Array): Uint8Array {
  const pixels = new Uint8Array(texture.length)
  for (let i = 0; i < digit.length; i++) {
    for (let at = 3 * i; at < 3 * i + 3; at++) pixels[at] = Math.round(Math.abs(255 * texture[at] - digit[i]))
  }
  return pixels
}
