/** That a run was set up by somebody who could know target labels, in words for the window, reports and cards. */
import type { RunRecord } from './run'

/** Null where nothing of the study's target labels had been shown. */
export function chosenAfterLabels({ labelReadsBefore: reads }: Pick<RunRecord, 'labelReadsBefore'>): string | null {
  if (reads === 0) return null
  const times = reads === 1 ? 'once' : `${reads} times`
  return `Chosen after labels were seen: target labels had been read and shown ${times} in the study when this run was set up.`
}
