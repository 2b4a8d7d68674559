/** The line icons of the lab, drawn on a 16-unit grid. */
import styles from './icon.module.css'

const paths = {
  data: 'M2 4.8 8 2.2l6 2.6-6 2.6zM2 8.2l6 2.6 6-2.6M2 11.4 8 14l6-2.6',
  shift: 'M2 5h6M12 5h2M2 11h2M8 11h6M8 5a2 2 0 1 0 4 0 2 2 0 1 0-4 0M4 11a2 2 0 1 0 4 0 2 2 0 1 0-4 0',
  grip: 'M6 4v.1M10 4v.1M6 8v.1M10 8v.1M6 12v.1M10 12v.1',
  train: 'M2 13c3.2 0 3-9 6-9s2.2 6 6 6',
  alignment: 'M3.4 6a1.6 1.6 0 1 0 3.2 0 1.6 1.6 0 1 0-3.2 0M8.6 3.8a1.5 1.5 0 1 0 3 0 1.5 1.5 0 1 0-3 0M9.2 9.8l2.1 3.6H7.1z',
  compare: 'M3 4h6M3 8h10M3 12h4',
  reduce: 'M2 2.5h11v11H2zM2 8h5.5v5.5M9.5 6.5l2-2M9.4 4.9v1.7h1.7',
  export: 'M2.5 10v3.5h11V10M8 10.5v-8M5 5.2 8 2.2l3 3',
  lock: 'M3.5 7h9v6.5h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2',
  unlock: 'M3.5 7h9v6.5h-9zM5.5 7V4.6a2.5 2.5 0 0 1 4.8-1',
  book: 'M3 3h7a3 3 0 0 1 3 3v7H6a3 3 0 0 1-3-3zM6 6.2h4M6 9.2h4',
  check: 'm3.5 8.5 3 3 6-7',
  warn: 'M8 2.6 14.4 13.4H1.6zM8 6.6v3.1M8 11.5v.1',
  alert: 'M2 8a6 6 0 1 0 12 0A6 6 0 1 0 2 8M8 5v3.6M8 11v.1',
  info: 'M2 8a6 6 0 1 0 12 0A6 6 0 1 0 2 8M8 7.4V11M8 5v.1',
  abstain: 'M2 8a6 6 0 1 0 12 0A6 6 0 1 0 2 8M5 8h6',
  play: 'M5 3.2v9.6L12.6 8z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  stop: 'M4 4h8v8H4z',
  search: 'M3 7a4 4 0 1 0 8 0 4 4 0 1 0-8 0M10 10l4 4',
  sun: 'M5 8a3 3 0 1 0 6 0 3 3 0 1 0-6 0M8 1.4v1.2M8 13.4v1.2M1.4 8h1.2M13.4 8h1.2M3.3 3.3l.9.9M11.8 11.8l.9.9M3.3 12.7l.9-.9M11.8 4.2l.9-.9',
  moon: 'M13 9.6A5.5 5.5 0 0 1 6.4 3 5.5 5.5 0 1 0 13 9.6z',
  auto: 'M2.5 8a5.5 5.5 0 1 0 11 0 5.5 5.5 0 1 0-11 0M8 2.5v11M8 5h4.4M8 8h5.5M8 11h4.4',
  screen: 'M2 3h12v8H2zM6 14h4',
  wait: 'M2.5 8a5.5 5.5 0 1 0 11 0 5.5 5.5 0 1 0-11 0',
  close: 'm4 4 8 8M12 4l-8 8',
  plus: 'M8 3v10M3 8h10',
  reset: 'M3 8a5 5 0 1 0 1.5-3.6M3 2.4v3.1h3.1',
  folder: 'M2 4h4.2l1.4 1.6H14v7.4H2z',
  trash: 'M3 4.5h10M6 4.5V3h4v1.5M4.4 4.5l.6 9h6l.6-9M6.8 7v4M9.2 7v4',
  chevron: 'm4.5 6.5 3.5 3.5 3.5-3.5',
  right: 'm6.5 4.5 3.5 3.5-3.5 3.5',
  undo: 'M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6M5.8 3.5 2.8 6.5l3 3',
  keyboard: 'M1.5 4.5h13v7.5h-13zM4 7v.1M6.6 7v.1M9.3 7v.1M12 7v.1M5 9.6h6',
  external: 'M6.5 3.5H3v9.5h9.5V9.5M9 3h4v4M13 3 7.5 8.5',
  chip: 'M4 4h8v8H4zM6.5 1.8V4M9.5 1.8V4M6.5 12v2.2M9.5 12v2.2M1.8 6.5H4M1.8 9.5H4M12 6.5h2.2M12 9.5h2.2',
} as const

export type IconName = keyof typeof paths

const filled: ReadonlySet<IconName> = new Set(['play', 'stop'])

export interface IconProps {
  readonly name: IconName
  readonly tone?: 'good' | 'warn' | 'bad' | 'sealed' | 'muted' | 'accent' | undefined
  /** Read out where the icon stands without words; decorative otherwise. */
  readonly label?: string
}

export function Icon({ name, tone, label }: IconProps) {
  return (
    <svg
      className={styles.icon}
      data-tone={tone}
      data-filled={filled.has(name) || undefined}
      data-dashed={name === 'wait' || undefined}
      viewBox="0 0 16 16"
      role={label ? 'img' : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
    >
      <path d={paths[name]} />
    </svg>
  )
}
