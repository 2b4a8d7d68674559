/** The card of a point: its image, what the model says, and what may be known of its label. */
import type { EmbeddingFrame, EmbeddingPoints } from '@shared/domain/embedding'
import { ImageCanvas } from '../../ui/image-canvas'
import { pointWords } from './map-words'
import styles from './point-card.module.css'
import type { PointImage } from './point-images'

export interface PointCardProps {
  readonly points: EmbeddingPoints
  readonly frame: EmbeddingFrame
  readonly point: number
  readonly image: PointImage | undefined
}

export function PointCard({ points, frame, point, image }: PointCardProps) {
  const words = pointWords(points, frame, point)
  return (
    <div className={styles.card}>
      <div className={styles.image}>{image && <ImageCanvas pixels={image.pixels} side={image.side} />}</div>
      <div>
        <b>{words.title}</b>
        <span>{words.prediction}</span>
        <small>{words.label}</small>
      </div>
    </div>
  )
}
