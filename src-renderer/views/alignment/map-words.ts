/** What the map's foot and cards say: whether the picture holds, and what is known of a point. */
import type { EmbeddingFrame, EmbeddingPoints } from '@shared/domain/embedding'
import type { ColourBy } from '../../charts/map/map-data'
import { formatCount } from '../../ui/format'

/** Under this share of kept neighbours a map misleads about distances. */
export const TRUSTWORTHY = 0.9

/** Under this two layouts share so little that places of clusters are the seed's doing. */
export const ALIKE = 0.7

export interface Verdict {
  readonly tone: 'good' | 'warn' | 'muted'
  readonly text: string
}

export function verdictOf(frame: Pick<EmbeddingFrame, 'phase' | 'trustworthiness' | 'agreement' | 'iteration' | 'iterations'>): Verdict {
  if (frame.phase === 'optimising') {
    return { tone: 'muted', text: `Settling, ${formatCount(frame.iteration)} of ${formatCount(frame.iterations)} iterations` }
  }
  if (frame.trustworthiness === null) return { tone: 'muted', text: 'Trustworthiness not measured' }
  if (frame.trustworthiness < TRUSTWORTHY) {
    return { tone: 'warn', text: `Do not read neighbours off this picture: trustworthiness ${frame.trustworthiness.toFixed(2)}` }
  }
  return frame.agreement !== null && frame.agreement < ALIKE
    ? { tone: 'warn', text: `Do not read distances between clusters: agreement ${frame.agreement.toFixed(2)}` }
    : { tone: 'good', text: 'Picture holds' }
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
  if (colourBy === 'confidence')
    return { short: 'stronger: more confident', full: 'Points that stand out are more confident. Confidence is not accuracy.' }
  if (colourBy === 'entropy') {
    return frame.entropy.length === 0
      ? { short: 'entropy not kept', full: 'This map was made before entropies were kept with it.' }
      : { short: 'stronger: less decided', full: 'Points that stand out have a higher entropy: the model spreads its bets.' }
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
    full: `${colourBy === 'error' ? 'Right points are grey.' : 'Colours are predictions.'} × marks the ${formatCount(wrong)} of ${formatCount(source)} source points that are wrong; errors on the target are sealed.`,
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

/** "31 source, 9 target; mostly 4 and 9": domains, and the two classes most of the points are painted by. */
export function chosenWords(points: EmbeddingPoints, frame: EmbeddingFrame, chosen: readonly number[]): string {
  const counts = new Map<number, number>()
  let targets = 0
  for (const point of chosen) {
    const isTarget = points.domain[point] === 1
    if (isTarget) targets++
    const classId = (isTarget ? frame.prediction[point] : points.sourceClass[point]) as number
    counts.set(classId, (counts.get(classId) ?? 0) + 1)
  }
  const top = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 2)
  const names = top.map(([id]) => points.classNames[id] ?? String(id)).join(' and ')
  return `${formatCount(chosen.length - targets)} source, ${formatCount(targets)} target; mostly ${names}`
}

/** What goes with a map wherever it goes: its figures, whether it holds, and how colours are to be read. */
export function noteWords(points: EmbeddingPoints, frame: EmbeddingFrame): string {
  const figure = (name: string, value: number | null, digits: number): string =>
    value === null ? '' : `${name} ${value.toFixed(digits)}. `
  return `${figure('KL', frame.kl, 2)}${figure('Trustworthiness', frame.trustworthiness, 3)}${figure('Two-seed agreement', frame.agreement, 2)}${verdictOf(frame).text}. ${colourWords('class', points, frame).full}`
}
