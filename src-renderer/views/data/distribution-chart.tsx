/** Brightness, contrast and sharpness of both domains' images, overlaid: how far apart they are before any network. */
import type { Distribution, DomainProfile } from '@shared/domain/inspection'
import { area, curveMonotoneX, line } from 'd3'
import { useSize } from '../../charts/use-size'
import styles from './distribution-chart.module.css'

const shown = [
  { name: 'brightness', title: 'Brightness' },
  { name: 'contrast', title: 'Contrast' },
  { name: 'sharpness', title: 'Sharpness' },
] as const

/** Heights at the ordinary text size, in px. */
const sizes = { plot: 62, axis: 16 }

export function DistributionCharts({ profiles }: { readonly profiles: readonly DomainProfile[] }) {
  return (
    <div className={styles.row}>
      {shown.map(({ name, title }) => (
        <figure key={name} className={styles.figure}>
          <figcaption>{title}</figcaption>
          <Plot name={name} profiles={profiles} />
        </figure>
      ))}
    </div>
  )
}

function Plot({ name, profiles }: { readonly name: Distribution['name']; readonly profiles: readonly DomainProfile[] }) {
  const [ref, size] = useSize<HTMLDivElement>()
  const scale = size?.scale ?? 1
  const [plot, axis] = [sizes.plot * scale, sizes.axis * scale]
  const width = size?.width ?? 0
  const sides = profiles.flatMap(({ role, distributions }) =>
    distributions.filter((one) => one.name === name).map((one) => ({ role, ...one })),
  )
  const most = Math.max(1e-6, ...sides.flatMap(({ shares }) => shares))
  const [first] = sides
  const x = (bin: number, bins: number): number => ((bin + 0.5) / bins) * width
  const y = (share: number): number => 2 + (plot - 2) * (1 - share / most)
  return (
    <div ref={ref} style={{ height: plot + axis }}>
      {width > 0 && first && (
        <svg width={width} height={plot + axis} role="img" aria-label={inWords(name, sides)}>
          <line className={styles.base} x1={0} x2={width} y1={plot} y2={plot} />
          {sides.map(({ role, shares }) => (
            <g key={role} className={styles.side} data-role={role}>
              <path
                data-fill
                d={
                  area<number>()
                    .x((_, bin) => x(bin, shares.length))
                    .y0(plot)
                    .y1(y)
                    .curve(curveMonotoneX)(shares) ?? undefined
                }
              />
              <path
                d={
                  line<number>()
                    .x((_, bin) => x(bin, shares.length))
                    .y(y)
                    .curve(curveMonotoneX)(shares) ?? undefined
                }
              />
            </g>
          ))}
          <text className={styles.tick} x={0} y={plot + axis - 4}>
            {tick(first.low)}
          </text>
          <text className={styles.tick} x={width} y={plot + axis - 4} textAnchor="end">
            {tick(first.high)}
          </text>
        </svg>
      )}
    </div>
  )
}

const tick = (value: number): string => String(Number(value.toFixed(1)))

function inWords(name: string, sides: readonly (Distribution & { readonly role: string })[]): string {
  const mean = ({ low, high, shares }: Distribution): number =>
    shares.reduce((sum, share, bin) => sum + share * (low + ((bin + 0.5) / shares.length) * (high - low)), 0)
  return `${name}: ${sides.map((side) => `${side.role} about ${mean(side).toFixed(2)} on average`).join(', ')}`
}
