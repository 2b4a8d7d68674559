/** The open part of a menu button: arrows move, Enter chooses, Escape, Tab and a press elsewhere close. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import styles from './menu-list.module.css'

export interface MenuItem {
  readonly label: string
  readonly run: () => void
}

export interface MenuListProps {
  readonly label: string
  readonly items: readonly MenuItem[]
  readonly onClose: () => void
}

/** Mount it to open it, inside the positioned element that also holds its button. Focus returns where it was. */
export function MenuList({ label, items, onClose }: MenuListProps) {
  const list = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(0)
  const close = useRef(onClose)
  close.current = onClose

  useEffect(() => {
    const opener = document.activeElement instanceof HTMLElement ? document.activeElement : null
    const away = (event: PointerEvent): void => {
      if (!list.current?.parentElement?.contains(event.target as Node)) close.current()
    }
    document.addEventListener('pointerdown', away)
    return () => {
      document.removeEventListener('pointerdown', away)
      opener?.focus()
    }
  }, [])
  useEffect(() => list.current?.querySelectorAll<HTMLElement>('[role=menuitem]')[active]?.focus(), [active])

  const onKeyDown = (event: KeyboardEvent): void => {
    const next = { ArrowDown: active + 1, ArrowUp: active - 1, Home: 0, End: items.length - 1 }[event.key]
    if (next !== undefined) setActive((next + items.length) % items.length)
    else if (event.key === 'Escape' || event.key === 'Tab') onClose()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div ref={list} className={styles.list} role="menu" aria-label={label} tabIndex={-1} onKeyDown={onKeyDown}>
      {items.map((item, i) => (
        <button
          key={item.label}
          type="button"
          role="menuitem"
          tabIndex={i === active ? 0 : -1}
          onClick={() => {
            onClose()
            item.run()
          }}
        >
          {item.label}
        </button>
      ))}
    </div>
  )
}
