/** Simple statistics that give a class away: what a network could learn instead of the class. */
import type { Finding } from '@shared/domain/inspection'
import { type FindingFamily, fine, type InspectedDomain, openClasses } from '../finding'
import { areaUnderCurve } from '../order-statistics'

/** Area under the curve from which on a statistic alone nearly tells the class. */
const limit = 0.95
/** Classes with fewer images say little about a rule. */
const fewest = 10

const statistics = [
  { name: 'brightness', label: 'Mean brightness' },
  { name: 'contrast', label: 'Contrast' },
  { name: 'sharpness', label: 'Sharpness' },
  { name: 'saturation', label: 'Colour saturation' },
  { name: 'aspectRatio', label: 'Aspect ratio' },
] as const

interface Shortcut {
  readonly statistic: (typeof statistics)[number]
  readonly classId: number
  /** Larger of the area and one minus it. */
  readonly area: number
}

export const shortcuts: FindingFamily = ({ source }) => {
  const open = openClasses(source)
  if (open === null || open.names.length < 2) return []
  const found = strongest(source, open.classIds, open.names.length)
  if (found === null) return []
  const { statistic, classId, area } = found
  const name = open.names[classId]
  const words = `${statistic.label} alone separates source class '${name}' (AUC ${area.toFixed(2)}).`
  if (area < limit)
    return [
      fine({
        code: 'shortcut',
        role: 'source',
        title: 'No simple shortcut',
        message: `${words} That is the strongest of the simple statistics.`,
      }),
    ]
  const finding: Finding = {
    code: 'shortcut',
    severity: 'look',
    role: 'source',
    title: `${statistic.name === 'aspectRatio' ? 'Aspect ratio' : capital(statistic.name)} gives '${name}' away`,
    message: words,
    why: 'The network could learn it as a shortcut, and be wrong wherever the target breaks it.',
    fix:
      statistic.name === 'saturation'
        ? { label: 'Use grey', change: { kind: 'prepare', source: { colour: 'grey' }, target: { colour: 'grey' } } }
        : null,
    gallery: examples(source, open.classIds, found),
  }
  return [finding]
}

function strongest({ figures }: InspectedDomain, classIds: Int32Array, classes: number): Shortcut | null {
  const counts = new Int32Array(classes)
  for (const classId of classIds) counts[classId]++
  let best: Shortcut | null = null
  for (const statistic of statistics) {
    for (let classId = 0; classId < classes; classId++) {
      if (counts[classId] < fewest || figures.count - counts[classId] < fewest) continue
      const area = areaUnderCurve(figures[statistic.name], (index) => classIds[index] === classId)
      const strength = Math.max(area, 1 - area)
      if (best === null || strength > best.area) best = { statistic, classId, area: strength }
    }
  }
  return best
}

/** The images of the class and of others whose values lie nearest to each other: where the rule is decided. */
function examples({ figures, role }: InspectedDomain, classIds: Int32Array, { statistic, classId }: Shortcut): Finding['gallery'] {
  const order = Array.from({ length: figures.count }, (_, index) => index).sort(
    (a, b) => figures[statistic.name][a] - figures[statistic.name][b],
  )
  const pick = (list: readonly number[]): number[] => [0.1, 0.5, 0.9].map((part) => list[Math.floor(part * list.length)])
  const inside = pick(order.filter((index) => classIds[index] === classId))
  const outside = pick(order.filter((index) => classIds[index] !== classId))
  return [...inside, ...outside].map((index) => ({
    images: [{ role, index }],
    note: `${statistic.label.toLowerCase()} ${figures[statistic.name][index].toFixed(2)}`,
  }))
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
