/** The pictures behind a finding: single ones with their figure, or pairs that are alike. */
import type { GalleryItem, ImageRef } from '@shared/domain/inspection'
import type { Study } from '@shared/domain/study'
import { useMemo, useState } from 'react'
import { Button } from '../../ui/button'
import { formatAmount } from '../../ui/format'
import { ImageCanvas } from '../../ui/image-canvas'
import { stripImage } from '../../ui/strip-image'
import styles from './gallery.module.css'
import { type GalleryImages, useGalleryImages } from './use-gallery-images'

export interface GalleryProps {
  readonly study: Study
  /** Memoise it: a new list is read anew. */
  readonly items: readonly GalleryItem[]
}

/** Pictures shown until all are asked for: enough to judge by. */
const fewest = 12

export function Gallery({ study, items }: GalleryProps) {
  const [all, setAll] = useState(false)
  const shown = useMemo(() => (all ? items : items.slice(0, fewest)), [all, items])
  const strips = useGalleryImages(study, shown)
  return (
    <ul className={styles.gallery}>
      {[...shown.entries()].map(([place, { images, note }]) => (
        <li key={place} className={styles.item}>
          <span className={styles.pictures}>
            {[...images.entries()].map(([at, image]) => (
              <Picture key={at} image={image} strips={strips} />
            ))}
          </span>
          <small>{note}</small>
        </li>
      ))}
      {shown.length < items.length && (
        <li>
          <Button size="s" variant="quiet" onClick={() => setAll(true)}>
            Show {formatAmount(items.length - shown.length, 'more', 'more')}
          </Button>
        </li>
      )}
    </ul>
  )
}

function Picture({ image: { role, index }, strips }: { readonly image: ImageRef; readonly strips: GalleryImages }) {
  const strip = strips[role]
  const at = strip?.indices.indexOf(index) ?? -1
  return (
    <span className={styles.picture}>
      {strip && at >= 0 && <ImageCanvas pixels={stripImage(strip, at)} side={strip.size} label={`${role} image ${index}`} />}
    </span>
  )
}
