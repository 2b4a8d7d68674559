/** Who computes: one thread or several, which makes no difference to what comes out. */
import type { SharedWork } from './shared-work'

export interface Crew {
  /** Threads that may work at the same time, the caller's included; part of how much scratch memory a work needs. */
  readonly threads: number
  /** Does parts 0 to `parts`−1 of one of the work's phases, and returns when all are done. */
  run(work: SharedWork, phase: number, parts: number): void
  /** Sends the helpers home; afterwards the caller works alone. */
  close(): void
}

/** The calling thread without helpers. */
export const alone: Crew = {
  threads: 1,
  run(work, phase, parts) {
    for (let part = 0; part < parts; part++) work.phases[phase](part, 0)
  },
  close: () => undefined,
}
