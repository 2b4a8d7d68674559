/** One side of a study to be: a drop zone with the shape its folder should have. */
import type { DomainSource } from '@shared/domain/dataset'
import type { DomainRole } from '@shared/domain/ids'
import { chooseFolder } from '../../app/actions'
import { useFolderDrop } from '../../app/use-folder-drop'
import { Button, IconButton } from '../../ui/button'
import { DomainMark } from '../../ui/domain-mark'
import { DropZone } from '../../ui/drop-zone'
import { FolderShape } from '../../ui/folder-shape'
import { folderName } from '../../ui/format'
import styles from './folder-zone.module.css'

export interface FolderZoneProps {
  readonly domain: DomainRole
  readonly folder: DomainSource | null
  readonly onFolder: (folder: DomainSource | null) => void
}

const words: Readonly<Record<DomainRole, { title: string; text: string }>> = {
  source: { title: 'Drop the source folder', text: 'Images with labels: one folder a class.' },
  target: { title: 'Drop the target folder', text: 'Images from elsewhere. Labels are not needed; where there are any, they stay sealed.' },
}

export function FolderZone({ domain: role, folder, onFolder }: FolderZoneProps) {
  const drop = useFolderDrop(role, onFolder)
  const choose = async (): Promise<void> => {
    const chosen = await chooseFolder(role)
    if (chosen) onFolder(chosen)
  }
  return (
    <DropZone label={words[role].title} outlined={!folder} className={styles.zone} {...drop}>
      <h2 className={styles.title}>
        <DomainMark domain={role} size={16} />
        {folder?.kind === 'folder' ? folderName(folder.path) : words[role].title}
      </h2>
      {folder?.kind === 'folder' ? (
        <>
          <p className={styles.path} title={folder.path}>
            {folder.path}
          </p>
          <span className={styles.foot}>
            <Button size="s" onClick={() => void choose()}>
              Change folder
            </Button>
            <IconButton size="s" icon="close" label={`Take the ${role} folder out`} onClick={() => onFolder(null)} />
          </span>
        </>
      ) : (
        <>
          <p className={styles.text}>{words[role].text}</p>
          <FolderShape domain={role} />
          <span className={styles.foot}>
            <Button size="s" icon="folder" onClick={() => void choose()}>
              Choose folder…
            </Button>
          </span>
        </>
      )}
    </DropZone>
  )
}
