/** Buttons: a verb with its object; one primary a screen; the reason shown where one cannot be pressed. */
import type { ComponentProps, ReactNode } from 'react'
import styles from './button.module.css'
import { Icon, type IconName } from './icon'

interface CommonProps extends Omit<ComponentProps<'button'>, 'children' | 'className'> {
  readonly size?: 'm' | 's'
  /** Why it cannot be pressed; it stays focusable so that the reason can be read. */
  readonly blocked?: string | null
}

export interface ButtonProps extends CommonProps {
  readonly children: ReactNode
  readonly icon?: IconName
  readonly variant?: 'primary' | 'plain' | 'quiet' | 'danger'
  readonly pressed?: boolean
}

export function Button({ children, icon, variant = 'plain', size = 'm', blocked = null, pressed, onClick, title, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={styles.button}
      data-variant={variant}
      data-size={size}
      aria-disabled={blocked ? true : undefined}
      aria-pressed={pressed}
      title={blocked ?? title}
      onClick={blocked ? undefined : onClick}
      {...rest}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  )
}

export interface IconButtonProps extends CommonProps {
  readonly icon: IconName
  /** What it does; read out and shown on hover. */
  readonly label: string
  readonly pressed?: boolean
}

export function IconButton({ icon, label, size = 'm', blocked = null, pressed, onClick, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      className={styles.button}
      data-variant="quiet"
      data-size={size}
      data-square
      aria-label={label}
      aria-disabled={blocked ? true : undefined}
      aria-pressed={pressed}
      title={blocked ?? label}
      onClick={blocked ? undefined : onClick}
      {...rest}
    >
      <Icon name={icon} />
    </button>
  )
}
