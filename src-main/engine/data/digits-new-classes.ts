/**
 * The pair digits-new-classes: handwritten digits 0 to 4 to learn on, 5 to 9 to be recognised from a few images of each.
 *
 * Five classes are too few to learn from what makes classes differ. As is usual with characters (Vinyals et al. 2016; Snell et al. 2017),
 * a turned or mirrored character counts as a class of its own: digits 2, 3 and 4 in all eight positions, 0 and 1, which look
 * alike in most, upright and lying. No digit is in two classes.
 */
import { type BuiltInPair, suggestedDefaults } from '@shared/domain/dataset'
import { createRandom } from '../nn/random'
import type { OpenBuiltInDomain } from './built-in-domain'
import { readDigits } from './digit-file'
import { greyToRgb } from './grey-to-rgb'

export const digitsNewClasses: BuiltInPair = {
  id: 'digits-new-classes',
  label: 'Digits: new classes',
  description:
    'Handwritten digits 0 to 4, also turned and mirrored, to learn on; 5 to 9, never trained on, to be recognised from a few images of each.',
  sourceName: 'Digits 0 to 4',
  targetName: 'Digits 5 to 9',
  suggested: { ...suggestedDefaults, imageSize: 16 },
  newClasses: true,
}

/** Quarter turns, after mirroring left to right where asked for. */
interface Position {
  readonly turns: number
  readonly mirrored: boolean
}

const upright: Position = { turns: 0, mirrored: false }
const lying: Position = { turns: 1, mirrored: false }
const all: readonly Position[] = [false, true].flatMap((mirrored) => [0, 1, 2, 3].map((turns) => ({ turns, mirrored })))
const seen: Readonly<Record<string, readonly Position[]>> = { '0': [upright, lying], '1': [upright, lying], '2': all, '3': all, '4': all }
const unseen: typeof seen = { '5': [upright], '6': [upright], '7': [upright], '8': [upright], '9': [upright] }

/** Images of each class where there are as many. */
const mostPerClass = { source: 120, target: 400 } as const

/** The same digits every time: the pair is data, the seed of a run does not change it. */
export const openDigitsNewClasses: OpenBuiltInDomain = async ({ role, builtInFolder }) => {
  const { size, pixels, classes, classIds } = await readDigits(builtInFolder, 'mnist-digits')
  const order = createRandom('digits-new-classes').permutation(classIds.length)
  const images = Object.entries(role === 'source' ? seen : unseen).flatMap(([digit, positions]) => {
    const own = order.filter((index) => classes[classIds[index]] === digit)
    const perClass = Math.min(mostPerClass[role], Math.floor(own.length / positions.length))
    return positions.flatMap((position, at) =>
      [...own.subarray(at * perClass, (at + 1) * perClass)].map((index) => ({ index, position, className: nameOf(digit, position) })),
    )
  })
  return {
    name: role === 'source' ? digitsNewClasses.sourceName : digitsNewClasses.targetName,
    count: images.length,
    image(at) {
      const { index, position, className } = images[at]
      const digit = placed(pixels.subarray(index * size * size, (index + 1) * size * size), size, position)
      const file = `${className}/${String(at).padStart(5, '0')}.png`
      return { file, className, image: { width: size, height: size, channels: 3, pixels: greyToRgb(digit) } }
    },
  }
}

function nameOf(digit: string, { turns, mirrored }: Position): string {
  return [digit, ...(mirrored ? ['mirrored'] : []), ...(turns === 0 ? [] : [`turned-${90 * turns}`])].join('-')
}

/** digit [size, size] uint8; turns are clockwise. */
function placed(digit: Uint8Array, size: number, { turns, mirrored }: Position): Uint8Array {
  let from = mirrored ? digit.map((_, at) => digit[Math.floor(at / size) * size + (size - 1 - (at % size))]) : digit
  for (let turn = 0; turn < turns; turn++) {
    const before = from
    from = before.map((_, at) => before[(size - 1 - (at % size)) * size + Math.floor(at / size)])
  }
  return from
}
