/** A number that takes effect on Enter or when the field is left, for settings that start work. */
import { useId, useState } from 'react'
import { NumberInput } from '../../forms/number-input'
import styles from './committed-number.module.css'

export interface CommittedNumberProps {
  readonly label: string
  readonly unit: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly onCommit: (value: number) => void
}

export function CommittedNumber({ label, unit, value, min, max, onCommit }: CommittedNumberProps) {
  const id = useId()
  const [draft, setDraft] = useState(value)
  const valid = Number.isInteger(draft) && draft >= min && draft <= max
  const commit = (): void => {
    if (valid && draft !== value) onCommit(draft)
  }
  return (
    <form
      className={styles.field}
      onSubmit={(event) => {
        event.preventDefault()
        commit()
      }}
      onBlur={commit}
    >
      <label htmlFor={id}>{label}</label>
      <NumberInput
        id={id}
        value={draft}
        unit={unit}
        min={min}
        max={max}
        step={1}
        invalid={!valid}
        title={`a whole number from ${min} to ${max}`}
        onChange={setDraft}
      />
    </form>
  )
}
