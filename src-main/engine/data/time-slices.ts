/** Lets long host work share the engine's event loop: commands and heartbeats pass between slices. */
import { setImmediate } from 'node:timers/promises'
import { AppError } from '@shared/contract/failure'

export interface TimeSlices {
  /** Call between two small pieces of work. Gives way once the slice is used up; throws AppError `cancelled` when aborted. */
  next(): Promise<void>
}

/** Slices of about `sliceMs` milliseconds; one piece of work that takes longer cannot be interrupted. */
export function createTimeSlices(options: { readonly signal?: AbortSignal | undefined; readonly sliceMs?: number } = {}): TimeSlices {
  const { signal, sliceMs = 10 } = options
  let started = performance.now()
  return {
    async next() {
      throwIfAborted(signal)
      if (performance.now() - started < sliceMs) return
      await setImmediate()
      started = performance.now()
      throwIfAborted(signal)
    },
  }
}

/** Throws AppError `cancelled` once `signal` has aborted. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AppError('cancelled', 'The import was stopped.', 'Import again to go on: what was decoded is kept.')
}
