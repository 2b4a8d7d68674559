/** Handlers of the commands that hold finished runs side by side. */

import { AppError } from '@shared/contract/failure'
import type { comparingCommands } from '@shared/contract/parts/comparing'
import type { Comparison } from '@shared/domain/comparison'
import type { Handlers } from '@shared/rpc/types'
import { compareRuns, type FinishedRun } from '../evaluation/compare-runs'
import { comparisonCsv } from '../reporting/comparison-csv'
import { comparisonHtml } from '../reporting/comparison-html'
import { comparingRules } from './comparing-rules'
import { readConfusionImages } from './confusion-images'
import type { DomainStore } from './domain-store'
import type { RunManager } from './run-manager'

interface Comparing {
  readonly commands: typeof comparingCommands
  readonly events: Readonly<Record<never, never>>
}

export function createComparingHandlers(runs: Pick<RunManager, 'get' | 'openLedger'>, domains: DomainStore): Handlers<Comparing> {
  const compare = async (runIds: readonly string[]): Promise<Comparison> => {
    const finished: FinishedRun[] = []
    for (const runId of runIds) {
      const { record, result } = await runs.get(runId)
      if (result === null) {
        throw new AppError(
          'invalid-input',
          `The run "${record.name}" has no report yet, so its target accuracy is sealed.`,
          'Wait for its last trial, or resume it.',
          record.folder,
        )
      }
      finished.push({ record, result })
    }
    return compareRuns(finished, comparingRules)
  }
  return {
    'runs.compare': ({ runIds }) => compare(runIds),
    'runs.compareDocument': async ({ runIds, format }) => {
      const comparison = await compare(runIds)
      return { text: format === 'csv' ? comparisonCsv(comparison) : comparisonHtml(comparison, comparingRules.labelOf) }
    },
    'runs.confusionImages': async (cell, { signal }) => readConfusionImages(domains, await runs.openLedger(cell.runId), cell, signal),
  }
}
