/** Which trials a request means, and in what order: the references stand beside every method unless told otherwise. */
import type { RunRequest, Trial } from '@shared/domain/run'

export const sourceOnlyId = 'source-only'
export const targetOracleId = 'target-oracle'

/**
 * Trials of a request, seed by seed: the methods in the order asked for, since they are what one wants to watch, then source-only
 * and target-oracle to hold them against.
 * Without target labels, and where they stay shut, there is no oracle. Methods asked for twice are run once.
 */
export function planTrials(
  request: Pick<RunRequest, 'methods' | 'seeds' | 'bare' | 'sealed'>,
  target: { readonly labelled: boolean },
): Trial[] {
  const asked = request.methods.filter((id) => id !== sourceOnlyId && id !== targetOracleId)
  const wants = (id: string): boolean => !request.bare || request.methods.includes(id)
  const methods = [
    ...new Set([
      ...asked,
      ...(wants(sourceOnlyId) ? [sourceOnlyId] : []),
      ...(wants(targetOracleId) && target.labelled && request.sealed !== true ? [targetOracleId] : []),
    ]),
  ]
  return [...new Set(request.seeds)].flatMap((seed) =>
    methods.map((method) => ({ id: `${method}-seed${seed}`, method, seed, status: 'queued' as const, checkpointEpoch: 0 })),
  )
}
