/** Runs a net's steps for a while on fresh batches and gives the rate. */
import { availableParallelism } from 'node:os'
import { tf } from '../../src-main/engine/backend/tensorflow'
import type { StepBatch } from '../../src-main/engine/methods/method'
import { createRandom } from '../../src-main/engine/nn/random'
import { createBatchOrder, imageTensor, indexTensor, labelTensor } from '../../src-main/engine/training/batches'
import type { CompileMode } from '../../src-main/engine/training/compile-mode'
import { createStepRunner } from '../../src-main/engine/training/step-runner'
import { benchImages } from './bench-data'
import type { BenchNet } from './bench-net'

/** What TensorFlow uses inside one op; the peer is given as many. */
export const benchThreads = Number(process.env.TF_NUM_INTRAOP_THREADS) || availableParallelism()

export interface TimedSteps {
  /** From asking for the first step to its loss in JavaScript: recording, writing, loading and checking the graph included. */
  readonly firstStepSeconds: number
  /** Images per second over about `seconds`, each step's loss read. */
  measure(seconds: number): number
  dispose(): void
}

export function createTimedSteps(net: BenchNet, mode: CompileMode): TimedSteps {
  const session = net.start()
  const runner = createStepRunner({ session, mode })
  const draw = createDraw(net)
  let step = 0
  const once = (): void => {
    tf.tidy(() => {
      const batch = draw(step++)
      const schedules = Object.fromEntries(Object.entries(session.schedules(0.5)).map(([name, value]) => [name, tf.scalar(value)]))
      for (const metric of Object.values(runner.run({ batch, schedules, phase: 'all' }))) metric.dataSync()
    })
  }
  const firstStepSeconds = secondsOf(once)
  // The second step is done both ways, to check the graph.
  once()
  return {
    firstStepSeconds,
    measure: (seconds) => imagesPerSecond(once, { images: net.batch.source + net.batch.target, seconds }),
    dispose() {
      runner.dispose()
      session.dispose()
    },
  }
}

function createDraw(net: BenchNet): (step: number) => StepBatch {
  const images = benchImages(net.size)
  const [sourceOrder, targetOrder] = [net.batch.source, net.batch.target].map((count, index) =>
    createBatchOrder(images.count, count || 1, createRandom(index)),
  )
  return (step) => {
    const [source, target] = [sourceOrder.indices(step), targetOrder.indices(step)]
    return {
      source: { x: imageTensor(images, source), index: indexTensor(source), y: labelTensor(images.labels, source) },
      ...(net.batch.target > 0 ? { target: { x: imageTensor(images, target), index: indexTensor(target) } } : {}),
    }
  }
}

/** Rate of `once`, which goes through `images` at a time, over about `seconds`, after one to warm up. */
export function imagesPerSecond(once: () => void, { images, seconds }: { readonly images: number; readonly seconds: number }): number {
  once()
  const began = performance.now()
  let steps = 0
  while (performance.now() - began < 1000 * seconds) {
    once()
    steps++
  }
  return (1000 * images * steps) / (performance.now() - began)
}

export function secondsOf(work: () => void): number {
  const began = performance.now()
  work()
  return (performance.now() - began) / 1000
}
