/** Nearest neighbours of the selected point, asked of the engine at the checkpoint in view. */
import { useEffect, useState } from 'react'
import { type Neighbour, useEmbedding } from '../../stores/embedding'
import { toFailure } from '../../stores/failure'

const COUNT = 6

export interface FoundNeighbours {
  readonly neighbours: readonly Neighbour[] | null
  readonly failure: string | null
}

const NONE: FoundNeighbours = { neighbours: null, failure: null }

/** `epoch` is that of a settled checkpoint; null while there is none. */
export function useNeighbours(runId: string, trialId: string, epoch: number | null, point: number | null): FoundNeighbours {
  const [found, setFound] = useState<FoundNeighbours>(NONE)
  useEffect(() => {
    if (epoch === null || point === null) {
      setFound(NONE)
      return
    }
    let stale = false
    useEmbedding
      .getState()
      .neighbours(runId, trialId, epoch, point, COUNT)
      .then(
        (neighbours) => !stale && setFound({ neighbours, failure: null }),
        (error) => {
          const { message, hint } = toFailure(error)
          if (!stale) setFound({ neighbours: null, failure: `${message} ${hint}` })
        },
      )
    return () => {
      stale = true
    }
  }, [runId, trialId, epoch, point])
  return point === null ? NONE : found
}
