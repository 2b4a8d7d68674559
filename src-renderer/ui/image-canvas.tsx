/** Draws one RGBA image on a canvas at its own size; the page scales it. */
import { useEffect, useRef } from 'react'
import styles from './image-canvas.module.css'

export interface ImageCanvasProps {
  /** [side, side, 4] uint8 RGBA. */
  readonly pixels: Uint8Array
  /** Width and height of the image, in its own pixels. */
  readonly side: number
  /** Read out; empty for decoration. */
  readonly label?: string
}

export function ImageCanvas({ pixels, side, label = '' }: ImageCanvasProps) {
  const ref = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const context = ref.current?.getContext('2d')
    if (!context) return
    context.putImageData(new ImageData(new Uint8ClampedArray(pixels), side, side), 0, 0)
  }, [pixels, side])
  return (
    <canvas
      ref={ref}
      className={styles.image}
      width={side}
      height={side}
      role={label ? 'img' : undefined}
      aria-label={label || undefined}
      aria-hidden={label ? undefined : true}
      title={label || undefined}
    />
  )
}
