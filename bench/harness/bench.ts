/** What a file of `figures/` exports, and what it is given to measure with. */
import type { Comparison, Contestant, Figure } from './compare'
import type { Peer, PeerOptions } from './peer'

export interface BenchContext {
  /** Rounds in which every contestant is measured once. */
  readonly repeats: number
  /** How long one measurement should take. */
  readonly seconds: number
  /** Whether this part of the bench, such as one net, was asked for (`--only`). */
  wants(part: string): boolean
  /** Measures ours and the peers in turns, prints the figure and returns it. */
  compare(comparison: Comparison): Promise<Figure>
  /** The measurements behind `compare`, for several figures of the same rounds: a list a contestant, `ours` and peers by name. */
  measureInTurns(contestants: Readonly<Record<string, Contestant>>): Promise<Map<string, number[]>>
  /** Prints a figure that was measured in another way. */
  report(figure: Omit<Figure, 'bench'>): void
  /** Starts a script of `peers/`; null, with the reason on standard error, where Python or its module is missing. Ends with the bench. */
  openPeer(options: PeerOptions): Promise<Peer | null>
  /** A remark on standard error. */
  note(text: string): void
}

export interface Bench {
  readonly summary: string
  run(context: BenchContext): Promise<void>
}

export function defineBench(bench: Bench): Bench {
  return bench
}
