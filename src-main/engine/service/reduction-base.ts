/** A trained or reduced trial opened for a reduction: its network graph, its images, and what it answers them. */
import type { ReducedModel } from '@shared/domain/reduction'
import type { RunRecord } from '@shared/domain/run'
import type { RunFolder } from '../../storage/run-folder'
import { findBackbone } from '../backbones/registry'
import type { LedgerSink } from '../data/label-vault'
import { limitLabels } from '../data/limit-labels'
import type { PairData } from '../data/types'
import type { Session } from '../methods/method'
import { resolveParams } from '../methods/resolve-params'
import type { Answers, Measured } from '../reduction/figures'
import type { GraphModel } from '../reduction/graph/graph-model'
import { openGraphSession } from '../reduction/graph/graph-session'
import { traceNetwork } from '../reduction/graph/trace-network'
import type { ReductionContext } from '../reduction/ways/reduction-way'
import { predictLogits } from '../training/predict'
import type { DomainStore } from './domain-store'
import { type OpenTrial, openTrial } from './open-trial'
import { buildBackbone, resolveRequest } from './prepare-trial'

export interface ReductionSource {
  readonly run: { readonly folder: RunFolder; readonly record: RunRecord }
  readonly trialId: string
}

export interface ReductionBase {
  readonly trial: OpenTrial['trial']
  readonly epoch: number
  readonly pair: PairData
  /** The model as it is, and its answers to the test images of both domains. */
  readonly before: Measured
  /** Where it is a reduced one already. */
  readonly earlier: ReducedModel | null
  readonly createBackbone: ReductionContext['createBackbone']
}

/** Throws `not-found`, or `invalid-input` for a network that a graph cannot hold. */
export async function openReductionBase(
  domains: DomainStore,
  { run, trialId }: ReductionSource,
  signal: AbortSignal,
  ledger?: LedgerSink,
): Promise<ReductionBase> {
  const { trial, epoch, pair, session, reduced } = await openTrial(domains, run, trialId, signal, ledger)
  try {
    const { request, trials } = run.record
    // What the trial learnt without is not given to the smaller model either.
    const { labelFraction } = resolveRequest(request, [...new Set(trials.map((one) => one.method))])
    const train = limitLabels(pair.source.train, { fraction: labelFraction, seed: trial.seed })
    return {
      trial,
      epoch,
      pair: { ...pair, source: { ...pair.source, train } },
      before: { model: reduced?.model ?? traceNetwork(session, request.images.imageSize), answers: await answersOf(session, pair) },
      earlier: reduced?.record ?? null,
      createBackbone: (id, settings, random) =>
        buildBackbone({ id, params: resolveParams(findBackbone(id).params, settings) }, { request, pair, random }),
    }
  } finally {
    session.dispose()
  }
}

/** Answers of a model to the test images of both domains. */
export async function answerWith(model: GraphModel, pair: PairData): Promise<Answers> {
  const session = openGraphSession(model)
  try {
    return await answersOf(session, pair)
  } finally {
    session.dispose()
  }
}

async function answersOf(session: Session, pair: PairData): Promise<Answers> {
  return {
    source: await predictLogits(session, pair.source.test, 'source'),
    target: await predictLogits(session, pair.target.test, 'target'),
  }
}
