/** Images that are readable and yet hold nothing, or hold it in another number of channels than the rest. */
import type { Finding } from '@shared/domain/inspection'
import { are, contentsOf, type FindingFamily, galleryLimit, type InspectedDomain, images, sidesOf } from '../finding'

/** Standard deviation of grey values, in [0,1], under which an image is one plain colour. */
const constantBelow = 0.5 / 255
/** Mean difference of channels, in [0,1], under which an image shows no colour. */
const colourlessBelow = 1 / 255
/** Up to this part of a domain, the odd ones out are a finding; beyond it they are simply two kinds. */
const minority = 0.2

export const anomalies: FindingFamily = (pair) => [
  ...sidesOf(pair).flatMap((side) => [...constant(side), ...oddChannels(side)]),
  ...greyAgainstColour(pair),
]

function constant(side: InspectedDomain): Finding[] {
  const { figures, role } = side
  const found = indicesWhere(figures.count, (index) => figures.contrast[index] < constantBelow)
  if (found.length === 0) return []
  return [
    {
      code: 'constant-images',
      severity: 'look',
      role,
      title: `${images(found.length)} of one colour (${role})`,
      message: `${images(found.length)} of the ${role} ${are(found.length)} a single colour from edge to edge.`,
      why: 'There is nothing to recognise in them: a class that has some is learnt by their colour.',
      fix: { label: `Exclude ${found.length}`, change: { kind: 'prepare', [role]: { exclude: contentsOf(side, found) } } },
      gallery: found
        .slice(0, galleryLimit)
        .map((index) => ({ images: [{ role, index }], note: `brightness ${figures.brightness[index].toFixed(2)}` })),
    },
  ]
}

/** A few grey images among coloured ones, or the other way round. */
function oddChannels(side: InspectedDomain): Finding[] {
  const { figures, role } = side
  const grey = indicesWhere(figures.count, (index) => figures.saturation[index] < colourlessBelow)
  const coloured = figures.count - grey.length
  if (grey.length === 0 || coloured === 0 || Math.min(grey.length, coloured) > minority * figures.count) return []
  const greyIsOdd = grey.length < coloured
  const odd = greyIsOdd ? grey : indicesWhere(figures.count, (index) => figures.saturation[index] >= colourlessBelow)
  return [
    {
      code: 'channel-count',
      severity: 'look',
      role,
      title: `${images(odd.length)} ${are(odd.length)} ${greyIsOdd ? 'grey' : 'coloured'} among ${greyIsOdd ? 'coloured' : 'grey'} ones (${role})`,
      message: `${odd.length.toLocaleString('en-US')} of ${images(figures.count)} ${greyIsOdd ? 'show no colour' : 'show colour'}; the others ${greyIsOdd ? 'do' : 'do not'}.`,
      why: 'If they lie in some classes more than in others, colour becomes a sign of the class.',
      fix: { label: 'Use grey', change: { kind: 'prepare', source: { colour: 'grey' }, target: { colour: 'grey' } } },
      gallery: odd.slice(0, galleryLimit).map((index) => ({ images: [{ role, index }], note: greyIsOdd ? 'no colour' : 'colour' })),
    },
  ]
}

/** One domain without any colour, the other with. */
const greyAgainstColour: (pair: Parameters<FindingFamily>[0]) => Finding[] = ({ source, target }) => {
  if (target === null) return []
  const greyPart = ({ figures }: InspectedDomain): number =>
    indicesWhere(figures.count, (index) => figures.saturation[index] < colourlessBelow).length / Math.max(1, figures.count)
  const [a, b] = [greyPart(source), greyPart(target)]
  if (Math.max(a, b) < 1 - minority || Math.min(a, b) > minority) return []
  const [grey, coloured] = a > b ? ['source', 'target'] : ['target', 'source']
  return [
    {
      code: 'channel-count',
      severity: 'look',
      role: null,
      title: `The ${grey} is grey, the ${coloured} coloured`,
      message: `${(100 * Math.max(a, b)).toFixed(0)} % of the ${grey} images show no colour, ${(100 * Math.min(a, b)).toFixed(0)} % of the ${coloured} images.`,
      why: 'The network sees colour on one side only. Leave it if colour is the shift you study; use grey if it is an accident.',
      fix: { label: 'Use grey on both', change: { kind: 'prepare', source: { colour: 'grey' }, target: { colour: 'grey' } } },
      gallery: [],
    },
  ]
}

function indicesWhere(count: number, test: (index: number) => boolean): number[] {
  return Array.from({ length: count }, (_, index) => index).filter(test)
}
