/** The engine's comparison of the chosen runs, read anew when the choice or their reports change. */
import type { Comparison } from '@shared/domain/comparison'
import { useEffect, useState } from 'react'
import { engine } from '../../app/services'
import { toFailure } from '../../stores/failure'

export interface ComparisonState {
  /** Null while it is being made, or when it cannot be. */
  readonly comparison: Comparison | null
  /** Why the runs are not compared, in words. */
  readonly problem: string | null
}

const none: ComparisonState = { comparison: null, problem: null }

/** `runIds`: finished runs, in the order of their letters. */
export function useComparison(runIds: readonly string[]): ComparisonState {
  const [state, setState] = useState<ComparisonState>(none)
  const key = runIds.join(' ')
  useEffect(() => {
    const abort = new AbortController()
    if (key === '') {
      setState(none)
      return
    }
    engine
      .call('runs.compare', { runIds: key.split(' ') }, { signal: abort.signal })
      .then((comparison) => setState({ comparison, problem: null }))
      .catch((error: unknown) => {
        if (!abort.signal.aborted) setState({ comparison: null, problem: toFailure(error).message })
      })
    return () => abort.abort()
  }, [key])
  return state
}
