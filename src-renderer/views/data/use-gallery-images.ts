/** The pictures of a gallery, read from the engine when it is opened. */
import type { ImageStrip } from '@shared/domain/dataset'
import type { DomainRole } from '@shared/domain/ids'
import type { GalleryItem } from '@shared/domain/inspection'
import type { Study } from '@shared/domain/study'
import { useEffect, useState } from 'react'
import { tryAction } from '../../app/attempt'
import { engine } from '../../app/services'
import { domainRef } from '../../stores/datasets'
import { selectIsCurrent, useInspections } from '../../stores/inspections'

export type GalleryImages = Readonly<Partial<Record<DomainRole, ImageStrip>>>

/** Empty until they are there; what was found before a change keeps its pictures, whose images may be others by now. */
export function useGalleryImages(study: Study, items: readonly GalleryItem[]): GalleryImages {
  const [strips, setStrips] = useState<GalleryImages>({})
  const isCurrent = useInspections(selectIsCurrent(study))
  useEffect(() => {
    if (!isCurrent) return
    let gone = false
    for (const role of ['source', 'target'] as const) {
      const indices = [...new Set(items.flatMap(({ images }) => images.filter((image) => image.role === role).map(({ index }) => index)))]
      const ref = domainRef(study, role)
      if (indices.length === 0 || !ref) continue
      void tryAction(() => engine.call('data.images', { ...ref, indices })).then((strip) => {
        if (strip && !gone) setStrips((before) => ({ ...before, [role]: strip }))
      })
    }
    return () => {
      gone = true
    }
  }, [study, items, isCurrent])
  return strips
}
