/** The target images behind one cell of the confusion matrix, once the vault is opened for them. */
import type { ConfusionCell, ConfusionImages } from '@shared/domain/comparison'
import type { ImageStrip } from '@shared/domain/dataset'
import type { RunRecord } from '@shared/domain/run'
import { useEffect, useState } from 'react'
import { engine } from '../../app/services'
import { toFailure } from '../../stores/failure'
import { Button } from '../../ui/button'
import { EmptyState } from '../../ui/empty-state'
import { formatAmount } from '../../ui/format'
import { ImageCanvas } from '../../ui/image-canvas'
import { stripImage } from '../../ui/strip-image'
import styles from './confusion-gallery.module.css'

export interface ConfusionGalleryProps {
  readonly record: RunRecord
  readonly cell: Pick<ConfusionCell, 'method' | 'truth' | 'predicted'>
  readonly purpose: string
  readonly onClose: () => void
}

/** Pictures shown; the count covers all. */
const SHOWN = 60

type Shown = { readonly found: ConfusionImages; readonly strip: ImageStrip } | { readonly problem: string }

export function ConfusionGallery({ record, cell, purpose, onClose }: ConfusionGalleryProps) {
  const { method, truth, predicted } = cell
  const [shown, setShown] = useState<Shown | null>(null)
  useEffect(() => {
    const abort = new AbortController()
    setShown(null)
    readGallery(record, { method, truth, predicted }, purpose, abort.signal)
      .then(setShown)
      .catch((error: unknown) => {
        const { code, message, hint } = toFailure(error)
        if (code !== 'cancelled') setShown({ problem: `${message} ${hint}` })
      })
    return () => abort.abort()
  }, [record, method, truth, predicted, purpose])
  const { classNames } = record
  return (
    <section className={styles.gallery} aria-label="Images of this confusion">
      <header className={styles.head}>
        <Button size="s" onClick={onClose}>
          Back to the list
        </Button>
        <b>
          True {classNames[truth]}, predicted {classNames[predicted]}
        </b>
        {shown && 'found' in shown && (
          <small>
            {formatAmount(shown.found.total, 'image')} for at least one of {formatAmount(shown.found.seeds, 'seed')}
          </small>
        )}
      </header>
      {shown && 'problem' in shown && <EmptyState title="These images cannot be shown" text={shown.problem} />}
      {shown && 'found' in shown && (
        <ul className={styles.images}>
          {shown.found.images.map((image, at) => (
            <li key={image.index} className={styles.image}>
              <span className={styles.thumb}>
                <ImageCanvas
                  pixels={stripImage(shown.strip, at)}
                  side={shown.strip.size}
                  label={`${image.seeds} of ${formatAmount(shown.found.seeds, 'seed')}`}
                />
              </span>
              <small>{image.confidencePct === null ? '' : `${Math.round(image.confidencePct)} %`}</small>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

async function readGallery(record: RunRecord, cell: ConfusionGalleryProps['cell'], purpose: string, signal: AbortSignal): Promise<Shown> {
  const { id: runId, request } = record
  const found = await engine.call('runs.confusionImages', { runId, ...cell, purpose, most: SHOWN }, { signal })
  const strip = await engine.call(
    'data.images',
    {
      source: request.targetTest ?? request.target,
      role: 'target',
      images: request.images,
      preparation: request.preparation?.target,
      indices: found.images.map(({ index }) => index),
    },
    { signal },
  )
  return { found, strip }
}
