/** One choice of a few, as joined buttons; arrows move it. */
import styles from './segmented.module.css'

export interface SegmentedProps<T extends string> {
  readonly label: string
  readonly options: readonly { readonly value: T; readonly label: string; readonly title?: string }[]
  readonly value: T
  readonly onChange: (value: T) => void
}

export function Segmented<T extends string>({ label, options, value, onChange }: SegmentedProps<T>) {
  const move = (by: number): void => {
    const index = options.findIndex((option) => option.value === value)
    onChange(options[(index + by + options.length) % options.length]!.value)
  }
  return (
    <div className={styles.segmented} role="radiogroup" aria-label={label}>
      {options.map((option) => (
        // biome-ignore lint/a11y/useSemanticElements: native radios cannot carry this shape without a second, hidden control
        <button
          key={option.value}
          type="button"
          role="radio"
          className={styles.option}
          aria-checked={option.value === value}
          tabIndex={option.value === value ? 0 : -1}
          title={option.title}
          onClick={() => onChange(option.value)}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return
            event.preventDefault()
            event.stopPropagation()
            move(event.key === 'ArrowRight' ? 1 : -1)
            const group = event.currentTarget.parentElement
            requestAnimationFrame(() => group?.querySelector<HTMLElement>('[aria-checked="true"]')?.focus())
          }}
        >
          {option.label}
        </button>
      ))}
    </div>
  )
}
