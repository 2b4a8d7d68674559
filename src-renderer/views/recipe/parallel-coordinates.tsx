/** Every trial of a search as a line over its values, ending at its score. */
import type { Campaign, Variant } from '@shared/domain/campaign'
import { line, type ScaleContinuousNumeric, scaleLinear, scaleLog } from 'd3'
import { useSize } from '../../charts/use-size'
import styles from './campaign.module.css'

const box = { height: 220, top: 26, bottom: 24, side: 56 }

interface Axis {
  readonly name: string
  readonly read: (variant: Variant) => number | null
  readonly scale: ScaleContinuousNumeric<number, number>
  readonly values: readonly number[]
}

export function ParallelCoordinates({ campaign }: { readonly campaign: Campaign }) {
  const [ref, size] = useSize<HTMLDivElement>()
  return (
    <div ref={ref} className={styles.parallel}>
      {size && size.width > 0 && <Lines campaign={campaign} width={size.width} />}
    </div>
  )
}

function Lines({ campaign, width }: { readonly campaign: Campaign; readonly width: number }) {
  const trials = campaign.variants
  const axes = axesOf(campaign)
  const x = scaleLinear([0, Math.max(1, axes.length - 1)], [box.side, width - box.side])
  const path = line<readonly [number, number]>()
  return (
    <svg
      width={width}
      height={box.height}
      viewBox={`0 0 ${width} ${box.height}`}
      role="img"
      aria-label={`${trials.length} trials over ${axes.map(({ name }) => name).join(', ')}`}
    >
      {trials.map((variant) => {
        const points = axes.flatMap(({ read, scale }, at): [number, number][] => {
          const value = read(variant)
          return value === null ? [] : [[x(at), scale(value)]]
        })
        return (
          <path
            key={variant.id}
            d={path(points) ?? undefined}
            data-dropped={variant.status === 'dropped' || undefined}
            data-best={variant.id === campaign.best?.variant || undefined}
          >
            <title>{`${variant.label}: ${Object.entries(variant.values)
              .map(([name, value]) => `${name} ${value}`)
              .join(', ')}`}</title>
          </path>
        )
      })}
      {axes.map(({ name, values }, at) => {
        const [top, bottom] = endsInFigures(values)
        return (
          <g key={name}>
            <line className={styles.axis} x1={x(at)} x2={x(at)} y1={box.top} y2={box.height - box.bottom} />
            <text x={x(at)} y={12} textAnchor="middle">
              {name}
            </text>
            {bottom === undefined ? (
              <text x={x(at) + 4} y={(box.top + box.height - box.bottom) / 2 - 4}>
                {top}
              </text>
            ) : (
              <>
                <text x={x(at) + 4} y={box.top + 8}>
                  {top}
                </text>
                <text x={x(at) + 4} y={box.height - box.bottom - 2}>
                  {bottom}
                </text>
              </>
            )}
          </g>
        )
      })}
    </svg>
  )
}

/** The highest and the lowest value, to as many figures as tell them apart; one text where all are equal. */
function endsInFigures(values: readonly number[]): readonly [string] | readonly [string, string] {
  const [high, low] = [Math.max(...values), Math.min(...values)]
  const text = (value: number, figures: number): string => String(Number(value.toPrecision(figures))).replace('-', '−')
  if (high === low) return [text(high, 3)]
  const figures = [3, 4, 5, 6, 7, 8].find((count) => text(high, count) !== text(low, count)) ?? 8
  return [text(high, figures), text(low, figures)]
}

/** One for each value that is searched, and the score last. */
function axesOf({ variants, objective }: Campaign): readonly Axis[] {
  const names = [...new Set(variants.flatMap(({ values }) => Object.keys(values)))]
  const range: [number, number] = [box.height - box.bottom, box.top]
  const axis = (name: string, read: Axis['read']): Axis | null => {
    const values = variants.map(read).filter((value) => value !== null)
    if (values.length === 0) return null
    const [low, high] = [Math.min(...values), Math.max(...values)]
    const wide = low > 0 && high / low >= 20
    const domain: [number, number] = low === high ? [low - 0.5, high + 0.5] : [low, high]
    return { name, read, values, scale: wide ? scaleLog(domain, range) : scaleLinear(domain, range) }
  }
  return [
    ...names.map((name) => axis(name, ({ values }) => (values[name] === undefined ? null : Number(values[name])))),
    axis(objective, ({ outcome }) => outcome?.objective.mean ?? null),
  ].filter((one) => one !== null)
}
