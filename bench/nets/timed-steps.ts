/** Runs a net's steps for a while on fresh batches and gives the rate. */
import { availableParallelism } from 'node:os'
import { tf } from '../../src-main/engine/backend/tensorflow'
import type { ScheduleScalars, Session, StepBatch } from '../../src-main/engine/methods/method'
import { createRandom } from '../../src-main/engine/nn/random'
import { createBatchOrder, imageTensor, indexTensor, labelTensor } from '../../src-main/engine/training/batches'
import { benchImages } from './bench-data'
import type { BenchNet } from './bench-net'

/** What TensorFlow uses inside one op; the peer is given as many. */
export const benchThreads = Number(process.env.TF_NUM_INTRAOP_THREADS) || availableParallelism()

export interface TimedSteps {
  readonly session: Session
  /** Images per second over about `seconds`, each step's loss read. */
  measure(seconds: number): number
}

export function createTimedSteps(net: BenchNet): TimedSteps {
  const session = net.start()
  const images = benchImages(net.size)
  const orders = Object.values(net.batch).map((count, index) => createBatchOrder(images.count, count || 1, createRandom(index)))
  let step = 0
  const draw = (): StepBatch => {
    const [source, target] = orders.map((order) => order.indices(step))
    step++
    return {
      source: { x: imageTensor(images, source), index: indexTensor(source), y: labelTensor(images.labels, source) },
      ...(net.batch.target > 0 ? { target: { x: imageTensor(images, target), index: indexTensor(target) } } : {}),
    }
  }
  const scalars = (): ScheduleScalars =>
    Object.fromEntries(Object.entries(session.schedules(0.5)).map(([name, value]) => [name, tf.scalar(value)]))
  const once = (): void => tf.tidy(() => void Object.values(session.step(draw(), scalars(), 'all')).map((value) => value.dataSync()))
  return {
    session,
    measure(seconds) {
      for (let warm = 0; warm < 2; warm++) once()
      const began = performance.now()
      let steps = 0
      while (performance.now() - began < 1000 * seconds) {
        once()
        steps++
      }
      return ((net.batch.source + net.batch.target) * steps) / ((performance.now() - began) / 1000)
    },
  }
}
