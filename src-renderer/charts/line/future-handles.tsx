/** Corners of a planned line: dragged, or moved by arrow keys, to draw its future anew. */
import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import styles from './line-chart.module.css'
import type { LineGeometry } from './line-geometry'
import type { EditableFuture, LineSeries } from './line-series'

export interface FutureHandlesProps {
  readonly series: LineSeries & { readonly edit: EditableFuture }
  readonly geometry: LineGeometry
  readonly domain: readonly [number, number]
  readonly formatX: (x: number) => string
}

const keySteps: Readonly<Record<string, number>> = { ArrowUp: 0.02, ArrowDown: -0.02, PageUp: 0.1, PageDown: -0.1 }

export function FutureHandles({ series, geometry, domain, formatX }: FutureHandlesProps) {
  const { corners, onChange } = series.edit
  /** The height of the corner under the pointer; the line follows when it is let go. */
  const [dragged, setDragged] = useState<{ readonly index: number; readonly y: number } | null>(null)
  const [low, high] = domain
  const within = (y: number): number => Math.min(high, Math.max(low, y))
  const commit = (index: number, y: number): void =>
    onChange(corners.map((corner, at) => (at === index ? { ...corner, y: within(y) } : corner)))
  const heightAt = (event: PointerEvent<HTMLButtonElement>): number => {
    const box = event.currentTarget.parentElement?.getBoundingClientRect()
    return within(geometry.y.invert(event.clientY - (box?.top ?? 0)))
  }
  const onKeyDown = (event: KeyboardEvent, index: number, y: number): void => {
    const step = keySteps[event.key]
    if (step === undefined) return
    event.preventDefault()
    event.stopPropagation()
    commit(index, y + step * (high - low))
  }
  return corners.map((corner, index) => {
    const y = dragged?.index === index ? dragged.y : corner.y
    return (
      <button
        key={corner.id}
        type="button"
        role="slider"
        className={styles.handle}
        data-tone={series.tone}
        style={{ left: geometry.x(corner.x), top: geometry.y(y) }}
        aria-label={`${series.label} at ${formatX(corner.x)}`}
        aria-orientation="vertical"
        aria-valuemin={low}
        aria-valuemax={high}
        aria-valuenow={y}
        aria-valuetext={series.format?.(y) ?? String(y)}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          setDragged({ index, y: corner.y })
        }}
        onPointerMove={(event) => {
          if (dragged?.index === index) setDragged({ index, y: heightAt(event) })
        }}
        onPointerUp={(event) => {
          if (dragged?.index !== index) return
          setDragged(null)
          commit(index, heightAt(event))
        }}
        onPointerCancel={() => setDragged(null)}
        onKeyDown={(event) => onKeyDown(event, index, y)}
      />
    )
  })
}
