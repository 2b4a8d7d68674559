/** The size of an element in px and the interface's text scale, kept current. */
import { type RefObject, useLayoutEffect, useRef, useState } from 'react'

export interface Size {
  readonly width: number
  readonly height: number
  /** Root font size over 16 px: user zoom and projector mode scale text and the room it needs. */
  readonly scale: number
}

const rootScale = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1

/** Null until the element is laid out. */
export function useSize<T extends HTMLElement>(): readonly [RefObject<T | null>, Size | null] {
  const ref = useRef<T>(null)
  const [size, setSize] = useState<Size | null>(null)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    const measure = (): void => {
      const box = element.getBoundingClientRect()
      const next = { width: Math.floor(box.width), height: Math.floor(box.height), scale: rootScale() }
      setSize((old) => (old && old.width === next.width && old.height === next.height && old.scale === next.scale ? old : next))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, size]
}
