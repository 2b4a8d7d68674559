/** A place to drop one folder on; it says so while something is dragged over it. */
import { type DragEvent, type ReactNode, useState } from 'react'
import styles from './drop-zone.module.css'

export interface DropZoneProps {
  readonly label: string
  readonly children: ReactNode
  /** Receives what was dropped. */
  readonly onFolder: (folder: File) => void
  /** Called when a file was dropped instead of a folder. */
  readonly onRefuse: () => void
  /** Draws the dashed edge also when nothing is dragged. */
  readonly outlined?: boolean
  readonly className?: string | undefined
}

export function DropZone({ label, children, onFolder, onRefuse, outlined = false, className = '' }: DropZoneProps) {
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer.files[0]
    const isFolder = event.dataTransfer.items[0]?.webkitGetAsEntry()?.isDirectory ?? false
    if (file && isFolder) onFolder(file)
    else onRefuse()
  }
  return (
    <section
      className={`${styles.zone} ${className}`}
      aria-label={label}
      data-over={over || undefined}
      data-outlined={outlined || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        event.dataTransfer.dropEffect = 'link'
        setOver(true)
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
      }}
      onDrop={drop}
    >
      {children}
    </section>
  )
}
