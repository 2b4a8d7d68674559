/** What the swap detector found over a trial's checkpoints, asked again as checkpoints come in. */
import type { SwapReport } from '@shared/domain/alignment'
import { useEffect, useState } from 'react'
import { engine } from '../../app/services'

const NONE: SwapReport = { reference: null, checkpoints: [] }

/** `count`: checkpoints with a map so far, also of the source-only trial, since either can change the answer. */
export function useSwaps(runId: string, trialId: string, count: number): SwapReport {
  const [report, setReport] = useState(NONE)
  useEffect(() => {
    if (count === 0) {
      setReport(NONE)
      return
    }
    const abort = new AbortController()
    engine
      .call('alignment.swaps', { runId, trialId }, { signal: abort.signal })
      .then(setReport)
      // Without an answer there is no alarm; the measures beside it say whether maps can be read at all.
      .catch(() => undefined)
    return () => abort.abort()
  }, [runId, trialId, count])
  return report
}
