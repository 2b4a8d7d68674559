/** The selected point and its nearest neighbours in the network's own features, across both domains. */
import type { EmbeddingFrame, EmbeddingPoints } from '@shared/domain/embedding'
import type { RunRequest } from '@shared/domain/run'
import { useMemo } from 'react'
import type { Neighbour } from '../../stores/embedding'
import { Button } from '../../ui/button'
import { DomainMark } from '../../ui/domain-mark'
import { ImageCanvas } from '../../ui/image-canvas'
import { Panel } from '../../ui/panel'
import { neighbourWords, pointWords } from './map-words'
import styles from './neighbours.module.css'
import { type PointImage, usePointImages } from './point-images'

export interface NeighboursProps {
  readonly request: RunRequest
  readonly points: EmbeddingPoints | null
  readonly frame: EmbeddingFrame | null
  readonly selected: number | null
  readonly neighbours: readonly Neighbour[] | null
  /** Why they could not be found, in words. */
  readonly failure: string | null
  readonly onSelect: (point: number | null) => void
}

export function Neighbours({ request, points, frame, selected, neighbours, failure, onSelect }: NeighboursProps) {
  const wanted = useMemo(() => (selected === null ? [] : [selected, ...(neighbours ?? []).map((one) => one.point)]), [selected, neighbours])
  const images = usePointImages(request, points, wanted)
  if (selected === null || !points || !frame) {
    return (
      <Panel title="Neighbours">
        <p className={styles.note}>Press a point on the map to see which images the network holds nearest to it.</p>
      </Panel>
    )
  }
  const { title } = pointWords(points, frame, selected)
  return (
    <Panel
      title={`Neighbours of ${title.toLowerCase()}`}
      actions={
        <Button size="s" variant="quiet" onClick={() => onSelect(null)}>
          Let go
        </Button>
      }
    >
      <ol className={styles.row}>
        <li>
          <Thumb image={images.get(selected)} isSelected />
          <span className={styles.name}>
            <DomainMark domain={points.domain[selected] === 0 ? 'source' : 'target'} size={9} /> this
          </span>
          <small>–</small>
        </li>
        {(neighbours ?? []).map(({ point, distance }) => (
          <li key={point}>
            <button type="button" title={`Select ${pointWords(points, frame, point).title.toLowerCase()}`} onClick={() => onSelect(point)}>
              <Thumb image={images.get(point)} />
            </button>
            <span className={styles.name}>
              <DomainMark domain={points.domain[point] === 0 ? 'source' : 'target'} size={9} />
              {points.domain[point] === 0 ? points.classNames[points.sourceClass[point] as number] : '?'}
            </span>
            <small>{distance.toFixed(2)}</small>
          </li>
        ))}
      </ol>
      <p className={styles.note}>
        {failure ??
          (neighbours
            ? neighbourWords(
                points,
                frame,
                neighbours.map((one) => one.point),
              )
            : 'Looking for neighbours')}
      </p>
    </Panel>
  )
}

function Thumb({ image, isSelected = false }: { readonly image: PointImage | undefined; readonly isSelected?: boolean }) {
  return (
    <span className={styles.thumb} data-selected={isSelected || undefined}>
      {image && <ImageCanvas pixels={image.pixels} side={image.side} />}
    </span>
  )
}
