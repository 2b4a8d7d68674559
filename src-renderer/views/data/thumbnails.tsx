/** A strip of the domain's images, as many as fit. */
import type { ImageStrip } from '@shared/domain/dataset'
import type { DomainRole } from '@shared/domain/ids'
import { ImageCanvas } from '../../ui/image-canvas'
import { stripImage } from '../../ui/strip-image'
import styles from './thumbnails.module.css'

const most = 32

export function Thumbnails({ strip, domain }: { readonly strip: ImageStrip | null; readonly domain: DomainRole }) {
  if (!strip) return <div className={styles.strip} />
  const order = spreadOrder(strip.count).slice(0, most)
  return (
    <div className={styles.strip} role="img" aria-label={`Images of the ${domain}`}>
      {order.map((at) => (
        <ImageCanvas key={strip.indices[at]} pixels={stripImage(strip, at)} side={strip.size} />
      ))}
    </div>
  )
}

/** 0 to count − 1 so that any beginning of the list is spread over all of it: a source comes sorted by class. */
function spreadOrder(count: number): readonly number[] {
  const goldenRatio = 0.618_033_988_75
  return Array.from({ length: count }, (_, index) => index).sort((a, b) => ((a * goldenRatio) % 1) - ((b * goldenRatio) % 1))
}
