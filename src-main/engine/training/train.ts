/** The training loop: one session over its steps, with metrics, checkpoints, pause and cancel. */
import { AppError } from '@shared/contract/failure'
import type { Execution, MetricPoint } from '@shared/domain/run'
import type { EpisodeShape, Session } from '../methods/method'
import type { RandomStream } from '../nn/random'
import { advance } from './advance'
import { type CheckpointPosition, notFinite, saveCheckpoint } from './checkpoint'
import { isCheckpointEpoch } from './checkpoint-epochs'
import type { CompileMode } from './compile-mode'
import type { TrainingControl } from './control'
import { createDivergenceGuard } from './divergence'
import { nextTurn } from './next-turn'
import type { ScheduleBook } from './schedule-book'
import { createStepRunner, type StepRunner } from './step-runner'
import { createDraw, imagesPerStep, stepsPerEpoch, type TrainingData } from './training-data'

export interface TrainingPlan {
  readonly session: Session
  readonly data: TrainingData
  readonly epochs: number
  readonly batch: number
  /** Every class of labelled images equally often in the batches. */
  readonly balanced: boolean
  /** Source batches are episodes of this shape; absent, they are as large as `batch` says. */
  readonly episode?: EpisodeShape | undefined
  /** Orders the batches; forked from the trial's seed. */
  readonly random: RandomStream
  /** The checkpoint the session was restored from; null for a fresh one. */
  readonly resumedFrom: CheckpointPosition | null
  readonly checkpointFolder: string
  readonly control: TrainingControl
  readonly compile: CompileMode
  readonly schedules: ScheduleBook
}

export interface StepReport {
  /** Steps done so far. */
  readonly step: number
  readonly steps: number
  /** Images per second over the last few steps, both domains counted. */
  readonly imagesPerSecond: number
}

export interface TrainingHooks {
  onStep(report: StepReport): void
  /** A few times per epoch: means over the steps since the last call. */
  onMetrics(points: readonly MetricPoint[]): void
  /** After every full epoch that ends with a checkpoint, which is already on disk. */
  onCheckpoint(epoch: number, step: number): Promise<void>
  /** When pausing has taken effect and its checkpoint is on disk. */
  onPaused(position: { readonly step: number; readonly epoch: number }): Promise<void>
  onResumed(): Promise<void>
  /** When it turns out how steps are run, with a sentence for the run's log. */
  onExecution(execution: Execution, text: string): void
}

export interface TrainingOutcome {
  readonly steps: number
  readonly imagesPerSecond: number
  readonly seconds: number
  readonly execution: Execution
}

/** Reports of metrics in an epoch. */
const reportsPerEpoch = 20

/**
 * Trains to the end of the plan. Throws `cancelled` after a cancel (its checkpoint kept) and `internal` on a loss
 * that is not finite or has run away (the last good checkpoint kept).
 */
export async function train(plan: TrainingPlan, hooks: TrainingHooks): Promise<TrainingOutcome> {
  const runner = createStepRunner({ session: plan.session, mode: plan.compile, onExecution: hooks.onExecution })
  try {
    return await runSteps(plan, hooks, runner)
  } finally {
    runner.dispose()
  }
}

async function runSteps(plan: TrainingPlan, hooks: TrainingHooks, runner: StepRunner): Promise<TrainingOutcome> {
  const { session, data, control } = plan
  const perEpoch = stepsPerEpoch(data.source.count, plan.batch)
  const steps = perEpoch * plan.epochs
  const draw = createDraw(plan)
  const images = imagesPerStep({ source: data.source.count, target: data.target?.count ?? 0, few: data.few?.count ?? 0 }, plan.batch)
  const reportEvery = Math.max(1, Math.round(perEpoch / reportsPerEpoch))
  const metrics = createMetricWindow()
  const divergence = createDivergenceGuard()
  const clock = createThroughput(plan.resumedFrom ?? { seconds: 0, images: 0 })

  for (let step = plan.resumedFrom?.step ?? 0; step < steps; step++) {
    if (control.wantsAttention) await attend(plan, hooks, { step, epoch: step / perEpoch }, clock)
    const schedules = plan.schedules.take(step)
    const scalars = await advance({ session, data, step, steps, perEpoch, schedules, draw, random: plan.random, runStep: runner.run })
    checkFinite(scalars, step + 1, perEpoch)
    divergence.check(scalars, { step: step + 1, epoch: (step + 1) / perEpoch })
    metrics.add({ ...scalars, ...schedules })
    clock.add(images)
    const done = step + 1
    hooks.onStep({ step: done, steps, imagesPerSecond: clock.recent() })
    if (done % reportEvery === 0 || done % perEpoch === 0) {
      hooks.onMetrics(metrics.take(done, done / perEpoch, clock.recent()))
    }
    if (done % perEpoch === 0 && isCheckpointEpoch(done / perEpoch, plan.epochs)) {
      clock.stop()
      const epoch = done / perEpoch
      await saveCheckpoint(plan.checkpointFolder, session, { step: done, epoch, ...clock.total() })
      await hooks.onCheckpoint(epoch, done)
      clock.start()
    }
    await nextTurn()
  }
  return { steps, imagesPerSecond: clock.overall(), seconds: clock.total().seconds, execution: runner.execution }
}

async function attend(
  plan: TrainingPlan,
  hooks: TrainingHooks,
  position: { step: number; epoch: number },
  clock: Throughput,
): Promise<void> {
  clock.stop()
  await saveCheckpoint(plan.checkpointFolder, plan.session, { ...position, ...clock.total() })
  if (plan.control.isPaused && !plan.control.isCancelled) {
    await hooks.onPaused(position)
    await plan.control.whileRunning()
    if (!plan.control.isCancelled) await hooks.onResumed()
  }
  if (plan.control.isCancelled) {
    throw new AppError('cancelled', `Training was stopped at step ${position.step}; its checkpoint is kept.`, 'Resume to go on from there.')
  }
  clock.start()
}

function checkFinite(scalars: Readonly<Record<string, number>>, step: number, perEpoch: number): void {
  for (const [name, value] of Object.entries(scalars)) if (!Number.isFinite(value)) throw notFinite(name, step, step / perEpoch)
}

function createMetricWindow() {
  let sums = new Map<string, { sum: number; count: number }>()
  return {
    add(values: Readonly<Record<string, number>>): void {
      for (const [name, value] of Object.entries(values)) {
        const entry = sums.get(name) ?? { sum: 0, count: 0 }
        sums.set(name, { sum: entry.sum + value, count: entry.count + 1 })
      }
    },
    take(step: number, epoch: number, imagesPerSecond: number): MetricPoint[] {
      const points = [...sums].map(([name, { sum, count }]) => ({ step, epoch, name, value: sum / count }))
      sums = new Map()
      return [...points, { step, epoch, name: 'imagesPerSecond', value: imagesPerSecond }]
    },
  }
}

type Throughput = ReturnType<typeof createThroughput>

/** Measures time spent in steps only: evaluation, checkpoints and pauses are left out. */
function createThroughput(before: { readonly seconds: number; readonly images: number }) {
  const window: { images: number; ms: number }[] = []
  let last = performance.now()
  let totalImages = before.images
  let totalMs = 1000 * before.seconds
  const rate = (images: number, ms: number): number => (ms > 0 ? (1000 * images) / ms : 0)
  return {
    add(images: number): void {
      const now = performance.now()
      window.push({ images, ms: now - last })
      if (window.length > 20) window.shift()
      totalImages += images
      totalMs += now - last
      last = now
    },
    stop(): void {
      totalMs += performance.now() - last
    },
    start(): void {
      last = performance.now()
    },
    recent: () =>
      rate(
        window.reduce((sum, one) => sum + one.images, 0),
        window.reduce((sum, one) => sum + one.ms, 0),
      ),
    overall: () => rate(totalImages, totalMs),
    total: () => ({ seconds: totalMs / 1000, images: totalImages }),
  }
}
