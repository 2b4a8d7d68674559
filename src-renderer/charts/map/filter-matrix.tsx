/** Domain × class: the map's legend, and the filter that isolates a class or a domain. */
import { type KeyboardEvent, memo, useRef } from 'react'
import styles from './filter-matrix.module.css'
import { classSlots, type MapPoints } from './map-data'
import { isolateClass, isolateDomain, isShown, type MapFilter, toggleCell } from './map-filter'
import { type SourceShape, shapeOfSource } from './map-marks'

/** Row and column steps by arrow key. */
const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
}

export interface FilterMatrixProps {
  readonly points: MapPoints
  readonly filter: MapFilter
  readonly onChange: (filter: MapFilter) => void
  /** What colours stand for on the map; `none` leaves the marks without a hue. */
  readonly paint?: 'class' | 'domain' | 'none'
  /** Row titles: ["Source", "Target, predicted"]. */
  readonly rows: readonly [string, string]
  /** Names of several sources, which have a shape each; empty where there is one. */
  readonly sources?: readonly string[] | undefined
}

/** How they look in text. */
const shapeSigns: Readonly<Record<SourceShape, string>> = { disc: '●', square: '■', diamond: '◆', wedge: '▼', plus: '✚' }

/** Columns are the coloured classes, at most ten. One tab stop: arrows move, Enter or Space presses. */
export const FilterMatrix = memo(function FilterMatrix({
  points,
  filter,
  onChange,
  paint = 'class',
  rows,
  sources = [],
}: FilterMatrixProps) {
  const slots = classSlots(points)
  const classes = points.classNames.map((name, id) => ({ id, name, slot: slots[id] ?? -1 })).filter(({ slot }) => slot >= 0)
  const grey = points.classNames.length - classes.length
  const grid = useRef<HTMLFieldSetElement>(null)
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key]
    const from = event.target instanceof HTMLElement ? event.target.dataset.at?.split(',').map(Number) : undefined
    if (!step || !from) return
    event.preventDefault()
    event.stopPropagation()
    const [row, column] = [(from[0] as number) + step[0], (from[1] as number) + step[1]]
    grid.current?.querySelector<HTMLElement>(`[data-at="${row},${column}"]`)?.focus()
  }
  return (
    <fieldset
      ref={grid}
      className={styles.matrix}
      aria-label="Show by domain and class"
      style={{ gridTemplateColumns: `auto repeat(${classes.length}, minmax(18px, auto))` }}
      onKeyDown={onKeyDown}
    >
      <span />
      {classes.map(({ id, name }, i) => (
        <button
          key={id}
          type="button"
          className={styles.name}
          data-at={`0,${i + 1}`}
          tabIndex={i === 0 ? 0 : -1}
          title={`Show only ${name}; again shows all`}
          onClick={() => onChange(isolateClass(filter, id))}
        >
          {name}
        </button>
      ))}
      {([0, 1] as const).map((domain) => (
        <MatrixRow key={domain} domain={domain} title={rows[domain]} classes={classes} filter={filter} paint={paint} onChange={onChange} />
      ))}
      {sources.length > 1 && (
        <span className={styles.sources}>{sources.map((name, at) => `${shapeSigns[shapeOfSource(at)]} ${name}`).join('  ')}</span>
      )}
      {grey > 0 && <span className={styles.grey}>{grey} more in grey</span>}
    </fieldset>
  )
})

interface MatrixRowProps {
  readonly domain: 0 | 1
  readonly title: string
  readonly classes: readonly { readonly id: number; readonly name: string; readonly slot: number }[]
  readonly filter: MapFilter
  readonly paint: 'class' | 'domain' | 'none'
  readonly onChange: (filter: MapFilter) => void
}

function MatrixRow({ domain, title, classes, filter, paint, onChange }: MatrixRowProps) {
  const side = domain === 0 ? 'source' : 'target'
  return (
    <>
      <button
        type="button"
        className={styles.row}
        data-at={`${domain + 1},0`}
        tabIndex={-1}
        title={`Show only ${side}; again shows all`}
        onClick={() => onChange(isolateDomain(filter, domain))}
      >
        {title}
      </button>
      {classes.map(({ id, name, slot }, column) => {
        const shown = isShown(filter, domain, id)
        const colour = paint === 'none' ? 'var(--ink-2)' : paint === 'domain' ? `var(--domain-${side})` : `var(--class-${slot}-${side})`
        return (
          <button
            key={id}
            type="button"
            className={styles.cell}
            data-at={`${domain + 1},${column + 1}`}
            tabIndex={-1}
            aria-pressed={shown}
            aria-label={`${side} ${name}`}
            title={`${shown ? 'Hide' : 'Show'} ${side} ${name}`}
            onClick={() => onChange(toggleCell(filter, domain, id))}
          >
            <svg width="12" height="12" aria-hidden="true">
              {domain === 0 ? (
                <circle cx="6" cy="6" r="3.9" fill={colour} />
              ) : (
                <path d="M6 1.6 10.8 10.2H1.2z" fill="none" stroke={colour} strokeWidth="1.7" strokeLinejoin="round" />
              )}
            </svg>
          </button>
        )
      })}
    </>
  )
}
