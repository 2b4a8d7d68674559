/** An on/off switch over a native checkbox. */
import styles from './switch.module.css'

export interface SwitchProps {
  readonly id?: string
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly label?: string
  readonly describedBy?: string
  readonly disabled?: boolean
}

export function Switch({ id, checked, onChange, label, describedBy, disabled = false }: SwitchProps) {
  return (
    <input
      id={id}
      className={styles.switch}
      type="checkbox"
      role="switch"
      aria-checked={checked}
      checked={checked}
      aria-label={label}
      aria-describedby={describedBy}
      disabled={disabled}
      onChange={(event) => onChange(event.target.checked)}
    />
  )
}
