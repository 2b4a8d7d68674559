/** Answers what is asked about alignment. */
import type { EngineContract } from '@shared/contract/engine'
import type { Handlers } from '@shared/rpc/types'
import type { RunManager } from './run-manager'
import { readSwapReport } from './swap-report'

export function alignmentHandlers(runs: RunManager): Pick<Handlers<EngineContract>, 'alignment.swaps'> {
  return {
    'alignment.swaps': async ({ runId, trialId }) => {
      const { folder, record } = await runs.find(runId)
      return readSwapReport(folder, record, { trialId, checkpoints: 'all' })
    },
  }
}
