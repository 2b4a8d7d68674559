/** The shape a domain's folder should have, drawn as a small tree. */
import type { DomainRole } from '@shared/domain/ids'
import styles from './folder-shape.module.css'

export function FolderShape({ domain }: { readonly domain: DomainRole }) {
  const lines =
    domain === 'source'
      ? ['source/', '├ backpack/  001.jpg  002.jpg …', '├ bike/      001.jpg  002.jpg …', '└ …']
      : ['target/', '├ backpack/  a.png  b.png …', '└ …          or images alone, without class folders']
  return (
    <pre className={styles.shape} aria-hidden="true">
      {lines.join('\n')}
    </pre>
  )
}
