/** A number field that lets the user finish typing: the text is theirs until it reads as a number. */
import { type KeyboardEvent, useState } from 'react'
import styles from './number-input.module.css'

export interface NumberInputProps {
  readonly id?: string
  readonly value: number
  readonly onChange: (value: number) => void
  readonly unit?: string
  readonly min?: number | null
  readonly max?: number | null
  /** Arrow keys change the value by this much; without it, by a tenth of its order of magnitude. */
  readonly step?: number | null
  readonly title?: string
  readonly label?: string
  readonly describedBy?: string
  readonly invalid?: boolean
  readonly disabled?: boolean
  readonly wide?: boolean
}

export function NumberInput(props: NumberInputProps) {
  const { value, onChange, unit = '', min = null, max = null, step = null, invalid = false, disabled = false } = props
  const [draft, setDraft] = useState<string | null>(null)
  const nudge = (event: KeyboardEvent, direction: 1 | -1): void => {
    event.preventDefault()
    const size = step ?? 10 ** (Math.floor(Math.log10(Math.abs(value) || 1)) - 1)
    const next = Number.parseFloat((value + direction * size * (event.shiftKey ? 10 : 1)).toPrecision(12))
    setDraft(null)
    onChange(Math.min(max ?? Number.POSITIVE_INFINITY, Math.max(min ?? Number.NEGATIVE_INFINITY, next)))
  }
  return (
    <span className={styles.box} data-invalid={invalid} data-disabled={disabled} data-wide={props.wide ?? false} title={props.title}>
      <input
        id={props.id}
        className={styles.input}
        type="text"
        inputMode="decimal"
        role="spinbutton"
        aria-label={props.label}
        aria-describedby={props.describedBy}
        aria-invalid={invalid}
        aria-valuenow={Number.isFinite(value) ? value : undefined}
        aria-valuemin={min ?? undefined}
        aria-valuemax={max ?? undefined}
        disabled={disabled}
        value={draft ?? (Number.isNaN(value) ? '' : String(value))}
        onChange={(event) => {
          setDraft(event.target.value)
          onChange(readNumber(event.target.value))
        }}
        onBlur={() => setDraft((text) => (text !== null && Number.isNaN(readNumber(text)) ? text : null))}
        onKeyDown={(event) => {
          if (event.key === 'ArrowUp') nudge(event, 1)
          else if (event.key === 'ArrowDown') nudge(event, -1)
        }}
      />
      {unit && <span className={styles.unit}>{unit}</span>}
    </span>
  )
}

/** NaN for anything that is not one whole number literal, the empty text included. */
function readNumber(text: string): number {
  const trimmed = text.trim()
  return trimmed === '' ? Number.NaN : Number(trimmed)
}
