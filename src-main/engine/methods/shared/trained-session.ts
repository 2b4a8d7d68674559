/** Puts a session together from network parts, an objective and an optimizer, so that a method states only these. */
import type { DomainRole } from '@shared/domain/ids'
import { tf, type Variable } from '../../backend/tensorflow'
import { type Objective, takeGradients } from '../../nn/gradients'
import type { FeatureExtractor, Head, NetworkVariable, Pass } from '../../nn/network'
import { adam } from '../../nn/optimizers/adam'
import type { Optimizer } from '../../nn/optimizers/optimizer'
import { sgd } from '../../nn/optimizers/sgd'
import { prefixNames } from '../../nn/variables'
import type { ScheduleScalars, Session, StepBatch } from '../method'
import { learningRateAt } from './schedules'
import type { TrainingParams } from './training-params'

export interface SessionPlan {
  /** The trained parts by the name that begins their variables' names. `features` and `head` make the predictions. */
  readonly parts: { readonly features: FeatureExtractor; readonly head: Head; readonly discriminator?: Head }
  readonly params: TrainingParams
  /**
   * Features of each domain are normalised with running statistics of its own, as the method trained them. The head, which
   * only ever learns from labelled features, keeps one set.
   */
  readonly statisticsByDomain?: boolean
  /** Schedules besides `learningRate`, at training progress p in [0,1]. */
  schedules?(progress: number): Readonly<Record<string, number>>
  /** One training pass: forward passes of the batch and the loss to minimise, in tensors only. */
  objective(batch: StepBatch, schedules: ScheduleScalars): Objective
}

/** A session that minimises `objective` over all trained variables of the parts. */
export function createTrainedSession(plan: SessionPlan): Session {
  const { parts, params } = plan
  const inference = (domain: DomainRole): Pass => ({ training: false, domain: plan.statisticsByDomain ? domain : 'source' })
  const network = Object.entries(parts).flatMap(([name, part]) => prefixNames(name, part.variables))
  const trained = network.filter((one) => one.role === 'trained')
  const optimizer = createOptimizer(trained, params)
  const everything = [...network, ...prefixNames('optimizer', optimizer.slots)]
  const state = new Map<string, Variable>(everything.map(({ name, variable }) => [name, variable]))
  if (state.size !== everything.length) throw new Error('two variables of a session have the same name')
  return {
    state,
    weights: network.filter((one) => one.role === 'trained' || one.role === 'statistic').map((one) => one.name),
    network: { features: parts.features, head: parts.head },
    schedules: (progress) => ({ learningRate: learningRateAt(progress, params), ...plan.schedules?.(progress) }),
    step: (batch, schedules) =>
      tf.tidy(() => {
        const { gradients, metrics } = takeGradients(() => plan.objective(batch, schedules), trained)
        optimizer.apply(gradients, schedules.learningRate)
        return metrics
      }),
    features: (x, domain) => tf.tidy(() => parts.features.forward(x, inference(domain))),
    predict: (x, domain) => tf.tidy(() => parts.head.forward(parts.features.forward(x, inference(domain)), inference('source'))),
    dispose() {
      for (const { variable } of everything) variable.dispose()
    },
  }
}

function createOptimizer(variables: readonly NetworkVariable[], params: TrainingParams): Optimizer {
  return params.optimizer === 'adam' ? adam(variables, params) : sgd(variables, params)
}
