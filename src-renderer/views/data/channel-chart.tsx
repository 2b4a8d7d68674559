/** Mean ± standard deviation of the three channels, source above target, on one axis from 0 to 1. */
import type { DomainSummary } from '@shared/domain/dataset'
import { useSize } from '../../charts/use-size'
import styles from './channel-chart.module.css'

export interface ChannelChartProps {
  readonly source: DomainSummary | null
  readonly target: DomainSummary | null
}

const channels = ['Red', 'Green', 'Blue'] as const
/** Sizes at the ordinary text size, in px; projector mode and zoom scale them. */
const sizes = { row: 30, top: 4, left: 44, right: 176, axis: 18 }
const clamp = (value: number): number => Math.min(1, Math.max(0, value))

export function ChannelChart(props: ChannelChartProps) {
  const source = withImages(props.source)
  const target = withImages(props.target)
  const [ref, size] = useSize<HTMLDivElement>()
  const scale = size?.scale ?? 1
  const { row, top, left, right, axis } = Object.fromEntries(Object.entries(sizes).map(([name, px]) => [name, px * scale])) as typeof sizes
  const bottom = top + row * channels.length
  const height = bottom + axis
  const width = size?.width ?? 0
  const x = (value: number): number => left + clamp(value) * (width - left - right)
  return (
    <div ref={ref} className={styles.chart} style={{ height }}>
      {width > 0 && (
        <svg width={width} height={height} role="img" aria-label={inWords(source, target)}>
          {[0, 0.5, 1].map((tick) => (
            <g key={tick}>
              <line className={styles.grid} x1={x(tick)} x2={x(tick)} y1={top} y2={bottom} />
              <text className={styles.tick} x={x(tick)} y={bottom + axis - 4} textAnchor="middle">
                {tick}
              </text>
            </g>
          ))}
          {channels.map((channel, index) => {
            const y = top + row * (index + 0.5)
            return (
              <g key={channel}>
                <text className={styles.name} x={0} y={y + 4}>
                  {channel}
                </text>
                {source && <Side summary={source} index={index} y={y - 6} x={x} />}
                {target && <Side summary={target} index={index} y={y + 7} x={x} />}
                {source && (
                  <text className={styles.figure} x={width - right / 2 + 2} y={y + 4} textAnchor="end">
                    {figure(source, index)}
                  </text>
                )}
                {target && (
                  <text className={styles.figure} data-role="target" x={width} y={y + 4} textAnchor="end">
                    {figure(target, index)}
                  </text>
                )}
              </g>
            )
          })}
          <text className={styles.head} x={width - right / 2 + 2} y={bottom + axis - 4} textAnchor="end">
            ● source
          </text>
          <text className={styles.head} data-role="target" x={width} y={bottom + axis - 4} textAnchor="end">
            △ target
          </text>
        </svg>
      )}
    </div>
  )
}

/** A folder without images has no mean to show. */
const withImages = (summary: DomainSummary | null): DomainSummary | null => (summary && summary.images > 0 ? summary : null)

interface SideProps {
  readonly summary: DomainSummary
  readonly index: number
  readonly y: number
  readonly x: (value: number) => number
}

function Side({ summary, index, y, x }: SideProps) {
  const mean = summary.channelMean[index] ?? 0
  const std = summary.channelStd[index] ?? 0
  return (
    <g className={styles.side} data-role={summary.role}>
      <line x1={x(mean - std)} x2={x(mean + std)} y1={y} y2={y} />
      {summary.role === 'source' ? <circle cx={x(mean)} cy={y} r="4" /> : <path d={`M${x(mean)} ${y - 5}l4.8 8.4h-9.6z`} />}
    </g>
  )
}

function figure(summary: DomainSummary, index: number): string {
  return `${(summary.channelMean[index] ?? 0).toFixed(2)} ± ${(summary.channelStd[index] ?? 0).toFixed(2)}`
}

function inWords(source: DomainSummary | null, target: DomainSummary | null): string {
  const side = (summary: DomainSummary | null): string =>
    summary ? `${summary.role}: ${channels.map((channel, index) => `${channel} ${figure(summary, index)}`).join(', ')}. ` : ''
  return `Channel means and standard deviations. ${side(source)}${side(target)}`
}
