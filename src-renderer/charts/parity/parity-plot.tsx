/** Largest difference of a probability, image by image and domain by domain, left or right of the tolerance. */
import type { ParityReport } from '@shared/domain/export'
import type { DomainRole } from '@shared/domain/ids'
import { ChartFrame } from '../chart-frame'
import { type ChartState, READY } from '../chart-state'
import type { Size } from '../use-size'
import { type ParityMark, parityGeometry, parityMarks, powerOfTen } from './parity-geometry'
import styles from './parity-plot.module.css'

export interface ParityPlotProps {
  readonly title: string
  /** Null before a file was checked. */
  readonly parity: ParityReport | null
  readonly state?: ChartState
}

const roles = ['source', 'target'] as const

/** Fills its parent, which must have a height. */
export function ParityPlot({ title, parity, state = READY }: ParityPlotProps) {
  const table = () => ({
    columns: ['domain', 'image', 'largest difference of a probability'],
    rows: roles.flatMap((role) => (parity?.[role].differences ?? []).map((difference, at) => [role, at, difference])),
  })
  return (
    <ChartFrame title={title} state={state} table={table}>
      {(size) => parity && <Marks title={title} parity={parity} size={size} />}
    </ChartFrame>
  )
}

function Marks({ title, parity, size }: { readonly title: string; readonly parity: ParityReport; readonly size: Size }) {
  const all = roles.flatMap((role) => parity[role].differences)
  const { x, left, right, top, bottom, ticks, bandHeight } = parityGeometry(size, all, parity.tolerance)
  const at = x(parity.tolerance)
  return (
    <svg data-chart width={size.width} height={size.height} role="img" aria-label={describe(title, parity)}>
      <rect className={styles.zone} x={at} y={4} width={Math.max(0, right - at)} height={bottom - 4} />
      {ticks.map((exponent) => (
        <g key={exponent}>
          <line className={styles.grid} x1={x(10 ** exponent)} x2={x(10 ** exponent)} y1={top} y2={bottom} />
          <text className={styles.text} x={x(10 ** exponent)} y={bottom + 14 * size.scale} textAnchor="middle">
            {powerOfTen(exponent)}
          </text>
        </g>
      ))}
      <text className={styles.text} x={right} y={bottom + 29 * size.scale} textAnchor="end">
        probability difference, log scale
      </text>
      {roles.map((role, index) => {
        const middle = top + bandHeight * (index + 0.5)
        const marks = parityMarks(parity[role].differences, x, { middle, height: bandHeight * 0.6 })
        return (
          <g key={role}>
            <Name role={role} middle={middle} scale={size.scale} />
            {marks.map((mark) => (
              <Mark key={`${mark.x}/${mark.y}`} role={role} mark={mark} />
            ))}
            <text className={styles.value} x={right + 14} y={middle - 2}>
              max {parity[role].maxAbsDifference.toPrecision(2)}
            </text>
            <text className={styles.text} x={right + 14} y={middle + 14 * size.scale}>
              {parity[role].images.toLocaleString('en-US')} images
            </text>
          </g>
        )
      })}
      <line className={styles.tolerance} x1={at} x2={at} y1={4} y2={bottom} />
      <text className={styles.toleranceText} x={at - 6} y={4 + 11 * size.scale} textAnchor="end">
        tolerance {parity.tolerance}
      </text>
      <line className={styles.grid} x1={left} x2={right} y1={bottom} y2={bottom} />
    </svg>
  )
}

function Name({ role, middle, scale }: { readonly role: DomainRole; readonly middle: number; readonly scale: number }) {
  return (
    <g>
      <Mark role={role} mark={{ x: 6, y: middle, difference: 0 }} size={1.5} />
      <text className={`${styles.name} ${role === 'target' ? styles.targetName : styles.source}`} x={14 * scale} y={middle + 4 * scale}>
        {role === 'source' ? 'Source' : 'Target'}
      </text>
    </g>
  )
}

function Mark({ role, mark: { x, y }, size = 1 }: { readonly role: DomainRole; readonly mark: ParityMark; readonly size?: number }) {
  if (role === 'source') return <circle className={styles.source} cx={x} cy={y} r={2 * size} opacity={size > 1 ? 1 : 0.5} />
  const [up, side, down] = [3 * size, 2.8 * size, 2 * size]
  return <path className={styles.target} d={`M${x},${y - up}l${side},${up + down}h${-2 * side}z`} opacity={size > 1 ? 1 : 0.75} />
}

function describe(title: string, { source, target, tolerance }: ParityReport): string {
  const over = [...source.differences, ...target.differences].filter((one) => one > tolerance).length
  return `${title}: largest ${source.maxAbsDifference.toPrecision(2)} on the source and ${target.maxAbsDifference.toPrecision(2)} on the target, tolerance ${tolerance}, ${over} images over it`
}
