/** Answers what is asked about alignment. */
import type { EngineContract } from '@shared/contract/engine'
import { AppError } from '@shared/contract/failure'
import type { Handlers } from '@shared/rpc/types'
import { findMethod } from '../methods/registry'
import { createRandom } from '../nn/random'
import { playMoves } from './adversary-state'
import type { DomainStore } from './domain-store'
import { chooseMapPoints } from './map-points'
import { openMap } from './map-store'
import { openTrial } from './open-trial'
import { planeBoundary } from './plane-boundary'
import type { RunManager } from './run-manager'
import { readSwapReport } from './swap-report'

type AlignmentCommands = 'alignment.swaps' | 'alignment.contents' | 'alignment.hold' | 'alignment.boundary' | 'alignment.adversary'

export function alignmentHandlers(runs: RunManager, domains: DomainStore): Pick<Handlers<EngineContract>, AlignmentCommands> {
  return {
    'alignment.swaps': async ({ runId, trialId }) => {
      const { folder, record } = await runs.find(runId)
      return readSwapReport(folder, record, { trialId, checkpoints: 'all' })
    },
    'alignment.contents': async ({ runId, trialId, points: chosen }, { signal }) => {
      const { folder, record } = await runs.find(runId)
      const { points } = await openMap(folder.trial(trialId))
      if (points === null) throw new AppError('not-found', `${trialId} has no map.`, 'Its map comes with its first checkpoint.', 'trialId')
      const { request } = record
      const pair = await domains.pair({ ...request, target: request.targetTest ?? request.target }, signal)
      const contentsOf = (role: 'source' | 'target'): string[] =>
        chosen
          .filter((point) => points.domain[point] === (role === 'source' ? 0 : 1))
          .map((point) => pair[role].contentHashes[points.imageIndex[point]])
      return { source: contentsOf('source'), target: contentsOf('target') }
    },
    'alignment.hold': ({ runId, held }) => runs.holdMaps(runId, held),
    'alignment.boundary': async ({ runId, trialId, cells }, { signal }) => {
      const run = await runs.find(runId)
      const { pair, session, epoch } = await openTrial(domains, run, trialId, signal)
      try {
        const chosen = chooseMapPoints(pair, run.record.request, { runId, trialId })
        return await planeBoundary({ session, chosen, epoch }, cells)
      } finally {
        session.dispose()
      }
    },
    'alignment.adversary': async ({ runId, trialId, moves, cells }, { signal }) => {
      const run = await runs.find(runId)
      const { request } = run.record
      const { trial, pair, session, epoch } = await openTrial(domains, run, trialId, signal)
      const adversary = session.adversary?.()
      try {
        if (adversary === undefined) throw noDiscriminator(findMethod(trial.method).label)
        const chosen = chooseMapPoints(pair, request, { runId, trialId })
        const random = createRandom(`trial/${trial.seed}`).fork('adversary')
        const model = { session, adversary, pair, chosen, epoch, batch: request.batch, progress: epoch / request.epochs, random, signal }
        return await playMoves(model, moves, cells)
      } finally {
        adversary?.dispose()
        session.dispose()
      }
    },
  }
}

function noDiscriminator(label: string): AppError {
  return new AppError(
    'invalid-input',
    `${label} trains no discriminator against its features, so there are no moves to look at.`,
    'Train DANN on the pair moons.',
    'trialId',
  )
}
