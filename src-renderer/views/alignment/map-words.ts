/** What the map's foot and cards say: whether the picture holds, and what is known of a point. */
import type { EmbeddingFrame, EmbeddingPoints } from '@shared/domain/embedding'
import type { ColourBy } from '../../charts/map/map-data'
import { formatCount } from '../../ui/format'

/** Under this share of kept neighbours a map misleads about distances. */
export const TRUSTWORTHY = 0.9

export interface Verdict {
  readonly tone: 'good' | 'warn' | 'muted'
  readonly text: string
}

export function verdictOf(frame: Pick<EmbeddingFrame, 'phase' | 'trustworthiness' | 'iteration' | 'iterations'>): Verdict {
  if (frame.phase === 'optimising') {
    return { tone: 'muted', text: `Settling, ${formatCount(frame.iteration)} of ${formatCount(frame.iterations)} iterations` }
  }
  if (frame.trustworthiness === null) return { tone: 'muted', text: 'Trustworthiness not measured' }
  return frame.trustworthiness >= TRUSTWORTHY
    ? { tone: 'good', text: 'Picture holds' }
    : { tone: 'warn', text: `Do not read distances between clusters: trustworthiness ${frame.trustworthiness.toFixed(2)}` }
}

/** How colours are to be read: short for the foot of the map, and as a sentence. */
export function colourWords(
  colourBy: ColourBy,
  points: EmbeddingPoints,
  frame: EmbeddingFrame,
): { readonly short: string; readonly full: string } {
  if (colourBy === 'domain') return { short: 'coloured by domain', full: 'Colours tell the domains apart, not the classes.' }
  if (colourBy === 'class') {
    return { short: 'target: predicted class', full: "Target labels are sealed: target points take the colour of this model's prediction." }
  }
  let wrong = 0
  let source = 0
  for (let i = 0; i < points.domain.length; i++) {
    if (points.domain[i] !== 0) continue
    source++
    if (points.sourceClass[i] !== frame.prediction[i]) wrong++
  }
  return {
    short: `× ${formatCount(wrong)} source points wrong`,
    full: `Colours are predictions. × marks the ${formatCount(wrong)} of ${formatCount(source)} source points that are wrong; errors on the target are sealed.`,
  }
}

export interface PointWords {
  readonly title: string
  readonly prediction: string
  readonly label: string
}

export function pointWords(points: EmbeddingPoints, frame: EmbeddingFrame, point: number): PointWords {
  const name = (id: number): string => points.classNames[id] ?? String(id)
  const isTarget = points.domain[point] === 1
  const predicted = frame.prediction[point] as number
  const label = points.sourceClass[point] as number
  return {
    title: `${isTarget ? 'Target' : 'Source'} ${formatCount(points.imageIndex[point] as number)}`,
    prediction: `now ${name(predicted)} at ${(frame.confidence[point] as number).toFixed(2)}`,
    label:
      isTarget || label < 0
        ? 'true label sealed'
        : label === predicted
          ? `labelled ${name(label)}`
          : `labelled ${name(label)}, so this is wrong`,
  }
}

/** "5 of 6 are source 9s." Names the domain and class most neighbours share; target neighbours count by prediction. */
export function neighbourWords(points: EmbeddingPoints, frame: EmbeddingFrame, neighbours: readonly number[]): string {
  const counts = new Map<string, number>()
  for (const point of neighbours) {
    const isTarget = points.domain[point] === 1
    const classId = isTarget ? frame.prediction[point] : points.sourceClass[point]
    const name = points.classNames[classId as number] ?? String(classId)
    const key = isTarget ? `target points predicted ${name}` : `source points of class ${name}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const [top] = [...counts].sort((a, b) => b[1] - a[1])
  return top ? `${top[1]} of ${neighbours.length} are ${top[0]}.` : ''
}
