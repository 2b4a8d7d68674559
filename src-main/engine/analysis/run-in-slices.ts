/** Long computations are generators; here they run at once, or on an event loop without holding it. */
import { setImmediate } from 'node:timers/promises'
import { AppError } from '@shared/contract/failure'

export interface SliceOptions<P> {
  /** How long to compute before giving way, in milliseconds. Decides when others run, never the result. */
  readonly sliceMs: number
  readonly signal?: AbortSignal | undefined
  /** Called at the end of each slice with the step reached. */
  readonly onSlice?: ((progress: P) => void) | undefined
  /** Waited for before each slice: computing stands still until it resolves. */
  readonly ready?: (() => Promise<void>) | undefined
}

/** Drives `steps` to its end. Throws `cancelled` at the next slice after `signal` aborts. */
export async function runInSlices<P, R>(steps: Generator<P, R>, { sliceMs, signal, onSlice, ready }: SliceOptions<P>): Promise<R> {
  for (;;) {
    await ready?.()
    if (signal?.aborted) throw new AppError('cancelled', 'The map was cancelled.', 'Start it again when you want it.')
    const until = performance.now() + sliceMs
    let step = steps.next()
    while (!step.done && performance.now() < until) step = steps.next()
    if (step.done) return step.value
    onSlice?.(step.value)
    await setImmediate()
  }
}

/** Drives `steps` to its end without a pause. */
export function runAtOnce<P, R>(steps: Generator<P, R>): R {
  let step = steps.next()
  while (!step.done) step = steps.next()
  return step.value
}
