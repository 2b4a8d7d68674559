/** The menu of a chart: its table, and its ways out of the window. */
import styles from './chart-menu.module.css'
import { type MenuItem, MenuList } from './menu-list'

export interface ChartMenuProps {
  /** What the menu belongs to: "Accuracy". */
  readonly title: string
  readonly items: readonly MenuItem[]
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

/** Out of the tab order: the chart is one stop, and M or the menu key opens this from there. */
export function ChartMenu({ title, items, open, onOpenChange }: ChartMenuProps) {
  return (
    <div className={styles.menu} data-open={open}>
      <button
        type="button"
        className={styles.button}
        tabIndex={-1}
        aria-label={`Menu of ${title}`}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => onOpenChange(!open)}
      >
        <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
          <circle cx="3" cy="8" r="1.3" />
          <circle cx="8" cy="8" r="1.3" />
          <circle cx="13" cy="8" r="1.3" />
        </svg>
      </button>
      {open && <MenuList label={title} items={items} onClose={() => onOpenChange(false)} />}
    </div>
  )
}
