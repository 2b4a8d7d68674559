/** A legend that is also the filter: each line's name switches it off and on. One line always stays. */
import styles from './line-chart.module.css'
import type { LineSeries } from './line-series'

export interface LineSwitchesProps {
  readonly lines: readonly Pick<LineSeries, 'id' | 'label' | 'tone'>[]
  readonly hidden: readonly string[]
  readonly onChange: (hidden: readonly string[]) => void
}

export function LineSwitches({ lines, hidden, onChange }: LineSwitchesProps) {
  const shown = lines.filter(({ id }) => !hidden.includes(id))
  return (
    <fieldset className={styles.switches}>
      <legend className="visually-hidden">Lines</legend>
      {lines.map(({ id, label, tone }) => {
        const isShown = !hidden.includes(id)
        const last = isShown && shown.length === 1
        return (
          <button
            key={id}
            type="button"
            data-tone={tone}
            aria-pressed={isShown}
            aria-disabled={last || undefined}
            title={last ? 'One line stays' : isShown ? `Switch ${label} off` : `Switch ${label} on`}
            onClick={() => last || onChange(isShown ? [...hidden, id] : hidden.filter((one) => one !== id))}
          >
            <i />
            {label}
          </button>
        )
      })}
    </fieldset>
  )
}
