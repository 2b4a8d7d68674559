/** Accuracy over size of everything tried, one curve a domain: a press chooses the model. */
import type { DomainRole } from '@shared/domain/ids'
import { scaleLinear, scaleLog } from 'd3'
import { type KeyboardEvent, useState } from 'react'
import { ChartFrame } from '../../charts/chart-frame'
import { READY } from '../../charts/chart-state'
import { pushApart } from '../../charts/label-layout'
import type { Size } from '../../charts/use-size'
import { formatBytes, formatPct } from '../../ui/format'
import { byteTicks, type FrontPoint, paretoFront } from './front'
import styles from './front-chart.module.css'

export interface FrontChartProps {
  readonly points: readonly FrontPoint[]
  /** The chosen model; null: the trained one. */
  readonly selected: string | null
  readonly onSelect: (runId: string | null) => void
  /** Whether the run's report has read the target's labels, so that reductions read them too. */
  readonly opened: boolean
}

const title = 'Accuracy and size'
const domains: readonly DomainRole[] = ['source', 'target']

/** Fills its parent. One tab stop: arrows move from model to model, Enter chooses. */
export function FrontChart(props: FrontChartProps) {
  const table = () => ({
    columns: ['model', 'bytes', 'source accuracy, %', 'target accuracy, %'],
    rows: props.points.map(({ label, bytes, source, target }) => [label, bytes, source?.pct ?? null, target?.pct ?? null]),
  })
  return (
    <ChartFrame title={title} state={READY} table={table}>
      {(size) => <Drawing {...props} size={size} />}
    </ChartFrame>
  )
}

function Drawing({ points, selected, onSelect, opened, size }: FrontChartProps & { readonly size: Size }) {
  const [cursor, setCursor] = useState<string | null>(null)
  const { width, height, scale } = size
  const sealed = points.every(({ target }) => target === null)
  const right = width - 128 * scale
  // Half of the first size's label stands left of the axis.
  const [left, top, bottom] = [28 * scale, 18 * scale, height - 34 * scale]
  const bytes = points.map((point) => point.bytes)
  const [least, most] = [Math.min(...bytes) / 1.15, Math.max(...bytes) * 1.15]
  const x = scaleLog([least, most], [left, right])
  const shares = points.flatMap(({ source, target }) => [source, target].flatMap((share) => (share ? [share] : [])))
  const floor = Math.max(0, Math.floor((Math.min(100, ...shares.map(({ lowPct }) => lowPct)) - 2) / 10) * 10)
  const y = scaleLinear([floor, 100], [bottom - (sealed ? 30 * scale : 0), top])
  const order = [...points].sort((a, b) => a.bytes - b.bytes)
  const at = points.find(({ id }) => id === cursor) ?? points.find(({ kind, runId }) => kind !== 'way' && runId === selected) ?? points[0]
  const fronts = domains.map((domain) => ({ domain, front: paretoFront(points, domain) }))
  const ends = pushApart(
    fronts.flatMap(({ domain, front }) => {
      const last = front.at(-1)?.[domain]
      return last ? [{ id: domain, y: y(last.pct), height: 30 * scale }] : []
    }),
    { top, bottom },
  )
  const onKeyDown = (event: KeyboardEvent): void => {
    const index = order.findIndex(({ id }) => id === at?.id)
    const next = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: order.length - 1 }[event.key]
    if (next !== undefined) setCursor(order[Math.max(0, Math.min(order.length - 1, next))]?.id ?? null)
    else if (event.key === 'Enter' && at) onSelect(at.runId)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div
      className={styles.plot}
      role="listbox"
      aria-label={`${title}: ${at ? readOut(at) : ''}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerLeave={() => setCursor(null)}
    >
      <svg data-chart width={width} height={height} aria-hidden="true">
        {y.ticks(5).map((tick) => (
          <g key={tick}>
            <line className={styles.grid} x1={left} x2={right} y1={y(tick)} y2={y(tick)} />
            <text className={styles.tick} x={right + 6} y={y(tick) + 4}>
              {tick === 100 ? '100 %' : tick}
            </text>
          </g>
        ))}
        {byteTicks(least, most).map((tick) => (
          <text key={tick} className={styles.tick} x={x(tick)} y={bottom + 16 * scale} textAnchor="middle">
            {formatBytes(tick)}
          </text>
        ))}
        <text className={styles.tick} x={right} y={bottom + 30 * scale} textAnchor="end">
          size on disk, log scale{floor > 0 ? `; accuracy starts at ${floor} %` : ''}
        </text>
        {sealed && (
          <g>
            <rect className={styles.sealed} x={left} y={bottom - 24 * scale} width={right - left} height={24 * scale} rx={4} />
            <text className={styles.sealedText} x={left + 10} y={bottom - 8 * scale}>
              {opened
                ? 'Target accuracy is read once, with the first reduction'
                : 'Target accuracy is sealed: the chain says how many images keep their class'}
            </text>
          </g>
        )}
        {fronts.map(({ domain, front }) => (
          <path
            key={domain}
            className={styles.line}
            data-domain={domain}
            d={front.map((point, i) => `${i === 0 ? 'M' : 'L'}${x(point.bytes)},${y(point[domain]?.pct ?? 0)}`).join('')}
          />
        ))}
        {domains.flatMap((domain) =>
          points.map((point) => {
            const share = point[domain]
            if (!share) return null
            const chosen = point.kind !== 'way' && point.kind !== 'running' && point.runId === selected
            return (
              <g key={`${domain}${point.id}`} className={styles.point} data-domain={domain} data-kind={point.kind}>
                <line className={styles.interval} x1={x(point.bytes)} x2={x(point.bytes)} y1={y(share.lowPct)} y2={y(share.highPct)} />
                {chosen && <circle className={styles.ring} cx={x(point.bytes)} cy={y(share.pct)} r={9 * scale} />}
                <path className={styles.mark} d={markOf(domain, x(point.bytes), y(share.pct), (point.kind === 'way' ? 3 : 4.6) * scale)} />
              </g>
            )
          }),
        )}
        {at && (
          <line
            className={styles.cursor}
            data-shown={cursor !== null || undefined}
            x1={x(at.bytes)}
            x2={x(at.bytes)}
            y1={top}
            y2={bottom}
          />
        )}
        {ends.map(({ id, y: place }) => {
          const domain = id as DomainRole
          const share = at?.[domain] ?? null
          return (
            <g key={id} data-domain={domain} className={styles.end}>
              <text x={right + 46 * scale} y={place - 1}>
                {domain}
              </text>
              <text className={styles.value} x={right + 46 * scale} y={place + 13 * scale}>
                {share ? `${formatPct(share.pct)} %` : '–'}
              </text>
            </g>
          )
        })}
        {points.map((point) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the listbox has the keys; this is the pointer's way
          <rect
            key={point.id}
            className={styles.target}
            x={x(point.bytes) - 9}
            y={top}
            width={18}
            height={bottom - top}
            onPointerEnter={() => setCursor(point.id)}
            onClick={() => onSelect(point.runId)}
          >
            <title>{readOut(point)}</title>
          </rect>
        ))}
      </svg>
    </div>
  )
}

function readOut({ label, bytes, source, target }: FrontPoint): string {
  const words = [`${label}, ${formatBytes(bytes)}`]
  if (source) words.push(`source ${formatPct(source.pct)} % (${formatPct(source.lowPct)} to ${formatPct(source.highPct)})`)
  if (target) words.push(`target ${formatPct(target.pct)} % (${formatPct(target.lowPct)} to ${formatPct(target.highPct)})`)
  return words.join('; ')
}

/** Source a disc, target an open triangle. */
function markOf(domain: DomainRole, x: number, y: number, r: number): string {
  if (domain === 'source') return `M${x - r},${y}a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0`
  return `M${x},${y - r * 1.2}L${x + r * 1.15},${y + r * 0.9}H${x - r * 1.15}Z`
}
