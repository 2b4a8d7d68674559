/** What threads compute together. */

/** One phase: does part `part` of it. `thread` tells whose scratch memory may be used, 0 being the caller's. */
export type Phase = (part: number, thread: number) => void

/**
 * A computation whose arrays lie on shared memory. The parts of a phase may be done in any order, at the same time and by any thread:
 * none writes what another reads or writes, and sums are taken over parts in a fixed order afterwards.
 */
export interface SharedWork {
  /** Enough to build the same work in another thread; it is cloned, so that only shared memory in it stays shared. */
  readonly memory: { readonly kind: string }
  readonly phases: readonly Phase[]
}
