/** What the accuracy-size front is made of: every measured model as a point, and those that no other beats. */
import type { DomainRole } from '@shared/domain/ids'
import type { ModelFigures, Share } from '@shared/domain/reduction'
import type { TrialReductions } from '../../stores/reductions'

export interface FrontPoint {
  /** Unique on the chart. */
  readonly id: string
  /** The reduced model it belongs to; null for the trained one and for what is still being made. */
  readonly runId: string | null
  readonly label: string
  readonly bytes: number
  readonly source: Share | null
  readonly target: Share | null
  /** A model that is there, or one measured on the way to it. */
  readonly kind: 'trained' | 'model' | 'way' | 'running'
}

export function frontPoints(
  { trained, entries }: TrialReductions,
  running: readonly (ModelFigures & { readonly label: string })[],
): FrontPoint[] {
  const point = (id: string, label: string, figures: ModelFigures, rest: Pick<FrontPoint, 'runId' | 'kind'>): FrontPoint => ({
    id,
    label,
    bytes: figures.bytes,
    source: figures.source.accuracy,
    target: figures.target.accuracy,
    ...rest,
  })
  return [
    point('trained', 'Trained model', trained, { runId: null, kind: 'trained' }),
    ...entries.flatMap(({ runId, model }) => [
      ...model.points.slice(0, -1).map((one, index) => point(`${runId}/${index}`, one.label, one, { runId, kind: 'way' })),
      point(runId, model.history.at(-1)?.summary ?? '', model.after, { runId, kind: 'model' }),
    ]),
    ...running.map((one, index) => point(`running/${index}`, one.label, one, { runId: null, kind: 'running' })),
  ]
}

/** Points of a domain that no point of as few bytes beats, smallest first. */
export function paretoFront(points: readonly FrontPoint[], domain: DomainRole): FrontPoint[] {
  const front: FrontPoint[] = []
  const known = points.filter((point) => point[domain] !== null).sort((a, b) => a.bytes - b.bytes || pct(b, domain) - pct(a, domain))
  for (const point of known) {
    const best = front.at(-1)
    if (!best || pct(point, domain) > pct(best, domain)) front.push(point)
  }
  return front
}

const pct = (point: FrontPoint, domain: DomainRole): number => point[domain]?.pct ?? Number.NEGATIVE_INFINITY

/** Powers of two within [low, high], at most seven of them; the two ends where there is none. */
export function byteTicks(low: number, high: number): number[] {
  const [first, last] = [Math.ceil(Math.log2(low)), Math.floor(Math.log2(high))]
  if (last < first) return [low, high]
  const step = Math.ceil((last - first + 1) / 7)
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => 2 ** (first + index * step))
}
