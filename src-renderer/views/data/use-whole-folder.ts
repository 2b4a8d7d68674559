/** A folder with all its classes, imported to be divided: its summary, how far the import is, and what went wrong. */
import type { Failure } from '@shared/contract/failure'
import type { DomainSummary, FolderSource, ImageSettings, ImportProgress } from '@shared/domain/dataset'
import { useEffect, useState } from 'react'
import { engine } from '../../app/services'
import { toFailure } from '../../stores/failure'

export interface WholeFolder {
  readonly summary: DomainSummary | null
  readonly progress: ImportProgress | null
  readonly failure: Failure | null
}

const nothing: WholeFolder = { summary: null, progress: null, failure: null }

/** The import ends with the component that shows it; what is decoded by then is kept. */
export function useWholeFolder(folder: FolderSource | null, images: ImageSettings): WholeFolder {
  const [state, setState] = useState<WholeFolder>(nothing)
  const asked = folder && JSON.stringify({ source: folder, role: 'source', images })
  useEffect(() => {
    setState(nothing)
    if (asked === null) return
    const abort = new AbortController()
    const ref = JSON.parse(asked) as { source: FolderSource; role: 'source'; images: ImageSettings }
    const keep = (changes: Partial<WholeFolder>): void => {
      if (!abort.signal.aborted) setState((before) => ({ ...before, ...changes }))
    }
    const stopListening = engine.on('data.progress', (progress) => {
      if (progress.root === ref.source.path && progress.role === 'source') keep({ progress })
    })
    engine.call('data.import', ref, { signal: abort.signal }).then(
      (summary) => keep({ summary, progress: null }),
      (error: unknown) => keep({ failure: toFailure(error), progress: null }),
    )
    return () => {
      abort.abort()
      stopListening()
    }
  }, [asked])
  return state
}
