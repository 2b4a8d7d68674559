/** What a drop zone needs to hand a folder's path on. */
import type { DomainSource } from '@shared/domain/dataset'
import type { DomainRole } from '@shared/domain/ids'
import { useView } from '../stores/view'
import { host } from './services'

export function useFolderDrop(role: DomainRole, onSource: (source: DomainSource) => void) {
  const notify = useView((state) => state.notify)
  return {
    onFolder: (folder: File): void => {
      const path = host.pathForFile(folder)
      if (path) onSource({ kind: 'folder', path })
      else notify({ tone: 'warn', text: 'The dropped folder has no path on this machine.', hint: 'Choose it with the button instead.' })
    },
    onRefuse: (): void => {
      notify({
        tone: 'warn',
        text: `The ${role} must be a folder; a file was dropped.`,
        hint: 'Drop the folder that holds the class folders.',
      })
    },
  }
}
