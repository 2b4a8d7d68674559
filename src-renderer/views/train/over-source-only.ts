/** A method against source-only on the same seeds of one run, and whether the difference may be called one. */
import type { RunResult } from '@shared/domain/run'
import { type PairedDifference, pairedDifference } from '../compare/paired-difference'

/** Target accuracy of `method` minus source-only's; null where they share no seed or the target has no labels. */
export function overSourceOnly({ runs }: Pick<RunResult, 'runs'>, method: string): PairedDifference | null {
  const of = (id: string) => runs.filter((trial) => trial.method === id)
  return pairedDifference(of('source-only'), of(method))
}

/** Whether the 95 % interval leaves out zero; one seed has none and decides nothing. */
export function isDecided({ meanPoints, halfPoints }: PairedDifference): boolean {
  return halfPoints !== null && Math.abs(meanPoints) > halfPoints
}
