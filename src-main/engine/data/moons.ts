/**
 * The pair moons: two interleaving half circles, and the same turned about their centre, as images that a network of pixels can take.
 *
 * A point (x,y) is an 8×8 image of one flat colour: red = 127.5 + 63.75·x, green = 127.5 + 63.75·y, blue = 128, rounded to bytes, with the
 * origin in the middle of the moons. So points pass through import, split and training like any photograph; the plane is [−2,2]²
 * in steps of 1/64, and two points that fall into one step are duplicates, as two photographs may be.
 */
import { type BuiltInPair, suggestedDefaults } from '@shared/domain/dataset'
import { z } from 'zod'
import { createRandom } from '../nn/random'
import type { BuiltInDomain, OpenBuiltInDomain } from './built-in-domain'

export const moons: BuiltInPair = {
  id: 'moons',
  label: 'Two moons',
  description:
    'Two interleaving half circles of points against fresh ones turned by an angle. A point is a flat-coloured image: red is x, green is y.',
  sourceName: 'Moons',
  targetName: 'Turned moons',
  suggested: { ...suggestedDefaults, imageSize: 8, testFraction: 0.5, backbone: 'mlp', epochs: 300, batch: 64 },
}

export const MoonsParams = z.strictObject({
  angleDegrees: z.number().min(-180).max(180).default(30).meta({
    title: 'Angle of the target',
    unit: '°',
    description: 'How far the target is turned about the middle of the moons, counter-clockwise.',
  }),
  noise: z.number().min(0).max(0.3).default(0.05).meta({
    title: 'Noise',
    description: 'Standard deviation of each coordinate around its half circle of radius 1.',
  }),
})

const perDomain = 600
const side = 8
const classNames = ['outer', 'inner']

/** Points of both domains are drawn apart; the pair is data, the seed of a run does not change it. */
export const openMoons: OpenBuiltInDomain = async ({ role, params }) => {
  const { angleDegrees, noise } = MoonsParams.parse(params)
  const random = createRandom('moons').fork(role)
  const turn = role === 'source' ? 0 : (angleDegrees * Math.PI) / 180
  const points = Array.from({ length: perDomain }, (_, index) => {
    const [x, y] = halfCircle(index % 2, Math.PI * random.uniform())
    return rotate([x + noise * random.normal(), y + noise * random.normal()], turn)
  })
  const domain: BuiltInDomain = {
    name: role === 'source' ? moons.sourceName : moons.targetName,
    count: perDomain,
    image(index) {
      const className = classNames[index % 2]
      const file = `${className}/${String(index).padStart(5, '0')}.png`
      return { file, className, image: { width: side, height: side, channels: 3, pixels: flatColour(points[index]) } }
    },
  }
  return domain
}

type Point = readonly [number, number]

/** At `angle` in [0,π] on one of the two half circles, whose common middle is the origin. */
function halfCircle(classId: number, angle: number): Point {
  const sign = classId === 0 ? 1 : -1
  return [sign * (Math.cos(angle) - 0.5), sign * (Math.sin(angle) - 0.25)]
}

function rotate([x, y]: Point, radians: number): Point {
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)]
  return [cos * x - sin * y, sin * x + cos * y]
}

function flatColour([x, y]: Point): Uint8Array {
  const toByte = (value: number): number => Math.min(255, Math.max(0, Math.round(127.5 + 63.75 * value)))
  const colour = [toByte(x), toByte(y), 128]
  return Uint8Array.from({ length: side * side * 3 }, (_, i) => colour[i % 3])
}
