/** F6 walks the regions of the window: top bar, spine, screen, recipe. */
import { useEffect } from 'react'

/** Marks an element as a stop of F6; it needs `tabIndex={-1}`. */
export const regionProps = { 'data-region': '', tabIndex: -1 } as const

export function useRegionKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'F6' || document.querySelector('dialog[open]')) return
      event.preventDefault()
      const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')]
      const here = regions.findIndex((region) => region.contains(document.activeElement))
      const step = event.shiftKey ? -1 : 1
      regions[(here + step + regions.length) % regions.length]?.focus()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}
