/** The drawn parts of a line chart, from back to front: grid and axes, zones, empty track, references, bands, lines, the sealed area. */
import { memo } from 'react'
import { freeSide } from '../guard-zones'
import { textWidth } from '../text-width'
import styles from './line-chart.module.css'
import { type LineGeometry, type SeriesPaths, tickText } from './line-geometry'
import type { LineChartData, LineSeries, SealedArea } from './line-series'

export interface PartProps {
  readonly data: LineChartData
  readonly geometry: LineGeometry
}

export const Ground = memo(function Ground({ data, geometry }: PartProps) {
  const { x, y, xTicks, fontPx } = geometry
  const [left, right] = x.range() as [number, number]
  const [bottom, top] = y.range() as [number, number]
  const [low, high] = data.y.domain
  const now = data.x.now
  return (
    <g>
      {now !== undefined && now < data.x.domain[1] && (
        <>
          <rect className={styles.track} x={x(now)} width={right - x(now)} y={top} height={bottom - top} />
          {data.x.futureNote && textWidth(data.x.futureNote, fontPx) + 16 < right - x(now) && (
            <text className={styles.tick} x={(x(now) + right) / 2} y={(top + bottom) / 2 + 4} textAnchor="middle">
              {data.x.futureNote}
            </text>
          )}
        </>
      )}
      {data.y.ticks.map((tick) => (
        <g key={tick}>
          <line className={styles.grid} x1={left} x2={right} y1={y(tick)} y2={y(tick)} />
          <text className={styles.tick} x={left - 6} y={y(tick) + fontPx * 0.33} textAnchor="end">
            {tickText(data.y, tick)}
          </text>
        </g>
      ))}
      {data.zones?.map((zone) => {
        const [from, to] = zone.side === 'above' ? [Math.max(zone.limit, low), high] : [low, Math.min(zone.limit, high)]
        const side = freeSide(zone, allPoints(data.series), (data.x.domain[0] + data.x.domain[1]) / 2)
        const height = y(from) - y(to)
        return (
          <g key={zone.label}>
            <rect className={styles.zone} x={left} width={right - left} y={y(to)} height={Math.max(0, height)} />
            <text
              className={styles.tick}
              x={side === 'left' ? left + 6 : right - 6}
              y={zone.side === 'above' ? y(to) + Math.min(height / 2 + fontPx * 0.36, fontPx + 2) : y(from) - 5}
              textAnchor={side === 'left' ? 'start' : 'end'}
            >
              {zone.label}
            </text>
          </g>
        )
      })}
      {!data.x.hideTicks && (
        <>
          {xTicks.map((tick) => (
            <text key={tick} className={styles.tick} x={x(tick)} y={bottom + fontPx * 1.28} textAnchor="middle">
              {data.x.marks?.find(({ at }) => at === tick)?.text ?? tick}
            </text>
          ))}
          {!data.x.bare && (
            <text className={styles.tick} x={right} y={bottom + fontPx * 2.3} textAnchor="end">
              {data.x.name}
            </text>
          )}
        </>
      )}
      {data.references?.map((reference) => (
        <g key={reference.label}>
          <line className={styles.reference} x1={left} x2={right} y1={y(reference.value)} y2={y(reference.value)} />
          <text className={styles.tick} x={right} y={y(reference.value) - 5} textAnchor="end">
            {reference.label}
          </text>
        </g>
      ))}
    </g>
  )
})

const allPoints = (series: readonly LineSeries[]): { x: number; y: number }[] =>
  series.flatMap((one) => one.x.map((x, i) => ({ x, y: one.y[i] as number })))

interface LinesProps {
  readonly series: readonly LineSeries[]
  readonly paths: readonly SeriesPaths[]
}

export const Lines = memo(function Lines({ series, paths }: LinesProps) {
  return (
    <g className={styles.lines}>
      {series.map((one, i) => {
        const path = paths[i]
        return (
          path && (
            <g key={one.id} data-tone={one.tone}>
              {path.band && <path className={styles.band} d={path.band} />}
              {path.raw && <path className={styles.raw} d={path.raw} />}
              <path className={styles.line} d={path.line} />
              {path.future && <path className={styles.future} d={path.future} />}
              {path.dots.map((dot) => (
                <circle key={dot.x} className={styles.disc} cx={dot.x} cy={dot.y} r={2} />
              ))}
              {path.end && one.mark === 'source' && <circle className={styles.disc} cx={path.end.x} cy={path.end.y} r={3.5} />}
              {path.end && one.mark === 'target' && (
                <path className={styles.triangle} d={`M${path.end.x},${path.end.y - 4.5}l4.2,7.4h-8.4z`} />
              )}
            </g>
          )
        )
      })}
    </g>
  )
})

export function Sealed({ area, geometry }: { readonly area: SealedArea; readonly geometry: LineGeometry }) {
  const [left, right] = geometry.x.range() as [number, number]
  const top = geometry.y(area.to)
  const height = geometry.y(area.from) - top
  const middle = { x: (left + right) / 2, y: top + height / 2 }
  const room = right - left - 20
  const noteFits = textWidth(area.note, geometry.labelPx) < room && height > geometry.labelPx * 3.2
  return (
    <g>
      <rect className={styles.sealed} x={left + 1} width={Math.max(0, right - left - 1)} y={top} height={height} rx={6} />
      <text className={styles.sealedTitle} x={middle.x} y={middle.y + (noteFits ? -3 : 4)} textAnchor="middle">
        {area.title}
      </text>
      {noteFits && (
        <text className={styles.sealedNote} x={middle.x} y={middle.y + geometry.labelPx * 1.2} textAnchor="middle">
          {area.note}
        </text>
      )}
    </g>
  )
}
