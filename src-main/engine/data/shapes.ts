/**
 * The pair shapes: drawn shapes with a form, a colour, a texture and a size. Three quarters of the combinations are the source's classes;
 * the others are the target's: never trained on, and known by their attributes alone. Made from seeds, without a file.
 */
import { type BuiltInPair, suggestedDefaults } from '@shared/domain/dataset'
import type { CodeTable } from '@shared/domain/new-classes'
import { createRandom, type RandomStream } from '../nn/random'
import type { BuiltInDomain, OpenBuiltInDomain } from './built-in-domain'

const forms = ['circle', 'square', 'triangle', 'cross'] as const
const colours = { red: [220, 60, 50], green: [60, 180, 80], blue: [70, 110, 230], yellow: [230, 200, 60] } as const
const textures = ['plain', 'striped', 'dotted'] as const
const sizes = { small: 0.2, large: 0.36 } as const

const side = 32
const perClass = 16

interface Shape {
  readonly form: (typeof forms)[number]
  readonly colour: keyof typeof colours
  readonly texture: (typeof textures)[number]
  readonly size: keyof typeof sizes
}

const colourNames = Object.keys(colours) as Shape['colour'][]
const sizeNames = Object.keys(sizes) as Shape['size'][]
const all: readonly Shape[] = forms.flatMap((form) =>
  colourNames.flatMap((colour) => textures.flatMap((texture) => sizeNames.map((size) => ({ form, colour, texture, size })))),
)
const nameOf = ({ form, colour, texture, size }: Shape): string => `${size}-${texture}-${colour}-${form}`

/** Every fourth of the combinations in an order drawn once: each attribute is left in many others. */
const unseen = new Set([...createRandom('shapes/unseen').permutation(all.length)].slice(0, all.length / 4).map((at) => nameOf(all[at])))

const attributes = [...forms, ...colourNames, ...textures, ...sizeNames]
const codes: CodeTable = {
  attributes,
  codes: Object.fromEntries(
    all.map((shape) => {
      const own = new Set<string>(Object.values(shape))
      return [nameOf(shape), attributes.map((attribute) => Number(own.has(attribute)))]
    }),
  ),
}

export const shapes: BuiltInPair = {
  id: 'shapes',
  label: 'Shapes and attributes',
  description:
    'Drawn shapes in 96 combinations of form, colour, texture and size. 72 are learnt; 24, never trained on, are recognised by their attributes.',
  sourceName: '72 shapes',
  targetName: '24 other shapes',
  suggested: { ...suggestedDefaults, imageSize: 32, testFraction: 0.2, backbone: 'digits-cnn-bn', epochs: 12 },
  codes,
  newClasses: true,
}

export const openShapes: OpenBuiltInDomain = async ({ role }) => {
  const mine = all.filter((shape) => unseen.has(nameOf(shape)) === (role === 'target'))
  const domain: BuiltInDomain = {
    name: role === 'source' ? shapes.sourceName : shapes.targetName,
    count: mine.length * perClass,
    image(index) {
      const shape = mine[Math.floor(index / perClass)]
      const className = nameOf(shape)
      const pixels = draw(shape, createRandom('shapes').fork(`${className} ${index % perClass}`))
      return {
        file: `${className}/${String(index % perClass).padStart(2, '0')}.png`,
        className,
        image: { width: side, height: side, channels: 3, pixels },
      }
    },
  }
  return domain
}

/** At another place, turned and shaded a little differently every time, on grey noise. [side, side, 3] uint8. */
function draw({ form, colour, texture, size }: Shape, random: RandomStream): Uint8Array {
  const radius = side * sizes[size] * (0.92 + 0.16 * random.uniform())
  const around = (reach: number): number => reach * (2 * random.uniform() - 1)
  const [cx, cy] = [side / 2 + around(3), side / 2 + around(3)]
  const turn = around(0.3)
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
  const ground = 90 + around(40)
  const brightness = 1 + around(0.15)
  const pixels = new Uint8Array(side * side * 3)
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const [dx, dy] = [x - cx, y - cy]
      const [u, v] = [(cos * dx + sin * dy) / radius, (cos * dy - sin * dx) / radius]
      const inside = isInside(form, u, v) && isFilled(texture, u * radius, v * radius)
      for (let channel = 0; channel < 3; channel++) {
        const value = inside ? colours[colour][channel] * brightness : ground
        pixels[(y * side + x) * 3 + channel] = Math.min(255, Math.max(0, Math.round(value + 10 * random.normal())))
      }
    }
  }
  return pixels
}

/** u, v: from the middle, 1 at the edge. */
function isInside(form: Shape['form'], u: number, v: number): boolean {
  switch (form) {
    case 'circle':
      return u * u + v * v <= 1
    case 'square':
      return Math.max(Math.abs(u), Math.abs(v)) <= 0.88
    case 'triangle':
      return v <= 0.8 && v >= -1 + 2 * Math.abs(u) * 0.95
    case 'cross':
      return Math.max(Math.abs(u), Math.abs(v)) <= 1 && Math.min(Math.abs(u), Math.abs(v)) <= 0.36
  }
}

/** Pixels from the middle: stripes four apart, holes five apart. */
function isFilled(texture: Shape['texture'], x: number, y: number): boolean {
  const within = (value: number, period: number): number => ((value % period) + period) % period
  if (texture === 'striped') return within(y, 4) < 2
  if (texture === 'dotted') return Math.hypot(within(x, 5) - 2.5, within(y, 5) - 2.5) > 1.5
  return true
}
