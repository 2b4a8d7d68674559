/** Learning curves of the report: one line a trial over epochs. */
import { extent, line, scaleLinear } from 'd3'
import { escapeHtml } from './html'

export interface Curve {
  readonly label: string
  readonly points: readonly { readonly epoch: number; readonly value: number }[]
}

const size = { width: 350, height: 190, left: 40, right: 84, top: 14, bottom: 26 }

/** SVG of curves over epochs; `domain` fixes the value axis, otherwise it starts at 0 and ends at the largest value. */
export function curvePlot(title: string, curves: readonly Curve[], domain?: readonly [number, number]): string {
  const all = curves.flatMap((curve) => curve.points)
  if (all.length === 0) return ''
  const x = scaleLinear([0, extent(all, (point) => point.epoch)[1] ?? 1], [size.left, size.width - size.right])
  const y = scaleLinear(domain ?? [0, extent(all, (point) => point.value)[1] ?? 1], [size.height - size.bottom, size.top]).nice()
  const path = line<{ epoch: number; value: number }>(
    (point) => x(point.epoch),
    (point) => y(point.value),
  )
  const grid = y
    .ticks(4)
    .map(
      (tick) =>
        `<line class="grid" x1="${size.left}" x2="${size.width - size.right}" y1="${y(tick)}" y2="${y(tick)}"/><text class="tick" x="${size.left - 6}" y="${y(tick) + 4}" text-anchor="end">${tick}</text>`,
    )
  const epochs = x.ticks(5).map((tick) => `<text class="tick" x="${x(tick)}" y="${size.height - 8}" text-anchor="middle">${tick}</text>`)
  const ends = spread(
    curves.flatMap((curve) => {
      const last = curve.points.at(-1)
      return last === undefined ? [] : [{ label: curve.label, y: y(last.value) }]
    }),
  )
  const lines = curves.map((curve, index) => `<path class="series series-${index % 4}" d="${path([...curve.points]) ?? ''}"/>`)
  const names = ends.map(
    ({ label, y: at }) => `<text class="tick" x="${size.width - size.right + 6}" y="${at + 4}">${escapeHtml(label)}</text>`,
  )
  return `<figure><figcaption>${escapeHtml(title)}</figcaption><svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escapeHtml(title)} over epochs">${grid.join('')}${epochs.join('')}${lines.join('')}${names.join('')}</svg></figure>`
}

// Labels at the ends of lines keep 12 px from each other.
function spread(labels: readonly { readonly label: string; readonly y: number }[]): { label: string; y: number }[] {
  const placed: { label: string; y: number }[] = []
  for (const one of [...labels].sort((a, b) => a.y - b.y)) {
    placed.push({ label: one.label, y: Math.max(one.y, (placed.at(-1)?.y ?? Number.NEGATIVE_INFINITY) + 12) })
  }
  return placed
}
