/** Puts a session together from network parts, an objective and an optimizer, so that a method states only these. */
import { AppError } from '@shared/contract/failure'
import type { DomainRole } from '@shared/domain/ids'
import { type Tensor, type Tensor2D, type Tensor4D, tf, type Variable } from '../../backend/tensorflow'
import { clipGradients } from '../../nn/clip-gradients'
import { type Objective, takeGradients } from '../../nn/gradients'
import type { FeatureExtractor, Head, NetworkVariable, Pass } from '../../nn/network'
import { adam } from '../../nn/optimizers/adam'
import type { Optimizer } from '../../nn/optimizers/optimizer'
import { sgd } from '../../nn/optimizers/sgd'
import { prefixNames } from '../../nn/variables'
import type { Adversary, EpochView, ScheduleScalars, Session, StepBatch } from '../method'
import { createAdversary } from './adversary'
import { learningRateAt } from './schedules'
import type { TrainingParams } from './training-params'
import { createTransfer, type Transfer } from './transfer'
import { type StagedPhase, stagePhases } from './transfer-stages'

/** A stretch of training whose steps are alike. */
export interface TrainingPhase {
  readonly name: string
  /** Training progress at which it ends; 1 for the last. */
  readonly until: number
  /** Names of the parts that its steps change; all where absent. Each phase has an optimizer of its own, which starts afresh. */
  readonly trains?: readonly string[]
  /** The updates of each step, one after the other on the same batch, in place of a single one named after the phase. */
  readonly turns?: readonly TrainingTurn[]
}

/** One of several updates of a step, with an optimizer of its own. */
export interface TrainingTurn {
  readonly name: string
  /** Names of the parts that it changes; all where absent. */
  readonly trains?: readonly string[]
  /** How often it is done in a step; once where absent. */
  readonly times?: number
}

export interface SessionPlan {
  /** The trained parts by the name that begins their variables' names. `features` and `head` make the predictions. */
  readonly parts: { readonly features: FeatureExtractor; readonly head: Head; readonly [other: string]: Pick<Head, 'variables'> }
  readonly params: TrainingParams
  /**
   * Which predictions normalise each domain with running statistics of its own, as the method trained them: those of the
   * features where the head only ever sees labelled features in training, those of the head too where it sees the target's.
   * Absent: one set for both domains.
   */
  readonly statisticsByDomain?: 'features' | 'features-and-head'
  /** The extractor that predicts a domain's images, for methods with one for each; `features` for both where absent. */
  extractorOf?(domain: DomainRole): FeatureExtractor
  /** The part of `parts` that tells the domains apart by the features, where features and head are trained against one. */
  readonly discriminator?: Head
  /** In order; one that trains all parts where absent. */
  readonly phases?: readonly TrainingPhase[]
  /** Variables besides those of network and optimizer: tables with a row for each image, which `index` picks from; counters of draws. */
  readonly kept?: readonly NetworkVariable[]
  beforeEpoch?(view: EpochView): Promise<void>
  beforeStep?(batch: StepBatch, phase: string): Readonly<Record<string, Tensor>>
  /** Schedules besides `learningRate`, at training progress p in [0,1]. */
  schedules?(progress: number): Readonly<Record<string, number>>
  /** One training pass of a turn, or of a phase without turns: forward passes of the batch and the loss to minimise, in tensors only. */
  objective(batch: StepBatch, schedules: ScheduleScalars, turn: string): Objective
}

const onePhase: readonly TrainingPhase[] = [{ name: 'all', until: 1 }]

/** A session that minimises `objective` over the trained variables of the parts. */
export function createTrainedSession(plan: SessionPlan): Session {
  const { parts, params, phases = onePhase } = plan
  const inference = (domain: DomainRole): Pass => ({ training: false, domain: plan.statisticsByDomain ? domain : 'source' })
  const headInference = (domain: DomainRole): Pass => inference(plan.statisticsByDomain === 'features-and-head' ? domain : 'source')
  const extract = (x: Tensor4D, domain: DomainRole): Tensor2D =>
    (plan.extractorOf?.(domain) ?? parts.features).forward(x, inference(domain))
  const network = Object.entries(parts).flatMap(([name, part]) => prefixNames(name, part.variables))
  const transfer = createTransfer(parts, params)
  const stages = stagePhases(phases, transfer.stages)
  const stageNamed = (name: string): StagedPhase<TrainingPhase> => {
    const found = stages.find((stage) => stage.name === name)
    if (found === undefined) throw new Error(`the session has no phase named ${name}`)
    return found
  }
  const turnsOf = new Map(stages.map((stage) => [stage.name, createUpdates(stage, plan, transfer)]))
  const updates = [...turnsOf.values()].flat()
  const slots = updates.flatMap(({ name, optimizer }) =>
    prefixNames(updates.length === 1 ? 'optimizer' : `optimizer/${name}`, optimizer.slots),
  )
  const everything = [...network, ...prefixNames('kept', plan.kept ?? []), ...slots, ...transfer.kept]

  function descend({ trained, optimizer }: Update, objective: () => Objective, { learningRate }: ScheduleScalars): Objective['metrics'] {
    const taken = takeGradients(objective, trained)
    const gradients = transfer.pull(taken.gradients, trained)
    optimizer.apply(params.clipNorm > 0 ? clipGradients(gradients, params.clipNorm) : gradients, learningRate)
    return taken.metrics
  }

  /** As the last stage trains. */
  function takeApart(discriminator: Head): Adversary {
    const { phase, frozen } = stages[stages.length - 1]
    return createAdversary({
      parts,
      discriminator,
      extract,
      createUpdate: (trains) => createUpdate({ name: phase.name, trains }, plan, { transfer, frozen }),
      descend(update, batch, schedules) {
        transfer.freeze(frozen)
        descend(update, () => plan.objective(batch, schedules, phase.name), schedules)
      },
    })
  }

  const state = new Map<string, Variable>(everything.map(({ name, variable }) => [name, variable]))
  if (state.size !== everything.length) throw new Error('two variables of a session have the same name')
  return {
    state,
    weights: network.filter((one) => one.role === 'trained' || one.role === 'statistic').map((one) => one.name),
    network: { features: parts.features, head: parts.head },
    schedules: (progress) => ({ learningRate: learningRateAt(progress, params), ...plan.schedules?.(progress) }),
    phase: (progress) => (stages.find(({ until }) => progress < until) ?? stages[stages.length - 1]).name,
    ...(plan.beforeEpoch && {
      beforeEpoch: (view) => {
        const { phase, opens } = stageNamed(view.phase)
        return plan.beforeEpoch?.({ ...view, phase: phase.name, phaseBegins: view.phaseBegins && opens }) ?? Promise.resolve()
      },
    }),
    ...(plan.beforeStep && { beforeStep: (batch, phase) => plan.beforeStep?.(batch, stageNamed(phase).phase.name) ?? {} }),
    step: (batch, schedules, phase) =>
      tf.tidy(() => {
        const turns = turnsOf.get(phase) ?? []
        transfer.freeze(stageNamed(phase).frozen)
        let metrics: Objective['metrics'] = {}
        for (const { turn, ...update } of turns.flatMap((one) => Array<typeof one>(one.times).fill(one))) {
          metrics = { ...metrics, ...descend(update, () => plan.objective(batch, schedules, turn), schedules) }
        }
        return metrics
      }),
    features: (x, domain) => tf.tidy(() => extract(x, domain)),
    predict: (x, domain) => tf.tidy(() => parts.head.forward(extract(x, domain), headInference(domain))),
    ...(plan.discriminator && { adversary: () => takeApart(plan.discriminator as Head) }),
    dispose() {
      for (const { variable } of everything) variable.dispose()
    },
  }
}

function createUpdates({ name, phase, frozen }: StagedPhase<TrainingPhase>, plan: SessionPlan, transfer: Transfer) {
  const { trains, turns } = phase
  const steps: readonly TrainingTurn[] = turns ?? [{ name: phase.name, ...(trains && { trains }) }]
  return steps.map((turn) => ({
    // Of a phase in one part, the turn's own name; each part of a longer one has optimizers of its own.
    name: name === phase.name ? turn.name : `${name}/${turn.name}`,
    turn: turn.name,
    times: turn.times ?? 1,
    ...createUpdate(turn, plan, { transfer, frozen }),
  }))
}

/** Variables that are changed together, and what changes them. */
export interface Update {
  readonly trained: readonly NetworkVariable[]
  readonly optimizer: Optimizer
}

function createUpdate(
  turn: TrainingTurn,
  { parts, params }: SessionPlan,
  { transfer, frozen }: { readonly transfer: Transfer; readonly frozen: number },
): Update {
  const changed = Object.entries<Pick<Head, 'variables'>>(parts).filter(([part]) => turn.trains?.includes(part) ?? true)
  const held = transfer.frozenNames(frozen)
  const trained = changed
    .flatMap(([part, { variables }]) => prefixNames(part, variables))
    .filter(({ name, role }) => role === 'trained' && !held.has(name))
  if (trained.length === 0) throw nothingToTrain(turn.name, params)
  return { trained, optimizer: createOptimizer(trained, { ...params, rateFactors: transfer.rateFactors(trained) }) }
}

function nothingToTrain(turn: string, { trained }: TrainingParams): AppError {
  return new AppError(
    'invalid-input',
    `With trained=${trained} this method has nothing to train in its part "${turn}", which changes the features alone.`,
    'Set trained to last-blocks or full, or choose a method that trains its head throughout.',
    'settings.trained',
  )
}

function createOptimizer(
  variables: readonly NetworkVariable[],
  params: TrainingParams & { readonly rateFactors: readonly number[] },
): Optimizer {
  return params.optimizer === 'adam' ? adam(variables, params) : sgd(variables, params)
}
