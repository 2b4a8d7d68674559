/** The few shared numbers through which threads hand out the parts of a phase. */

const TICKET = 0
const DONE = 1
const ASLEEP = 2
const FAILED = 3
/** Which work and phase the ticket is for, and how many letters the helpers must have read before they take part. */
const WORK = 4
const PHASE = 5
const LETTERS = 6
const WORDS = 7

/** A ticket is a number of 32 bits: the round, so that two tickets of one size differ; parts in all; the next part to claim. */
const PART_BITS = 13
const PART_MASK = (1 << PART_BITS) - 1
/** The sign stays free, so that no ticket is negative. */
const ROUND_MASK = 0x1f
/** Helpers leave when they see it. */
const LEAVE = -1

export const MOST_PARTS = PART_MASK

/** About a tenth of a millisecond of looking before a thread goes to sleep: waking one costs as much. */
const LOOKS_BEFORE_SLEEP = 20_000

/** What a claimed part belongs to. */
export interface Assignment {
  readonly work: number
  readonly phase: number
  readonly letters: number
}

export class Ticket {
  private readonly words: Int32Array

  constructor(readonly memory = new SharedArrayBuffer(WORDS * Int32Array.BYTES_PER_ELEMENT)) {
    this.words = new Int32Array(memory)
  }

  /** Offers `parts` parts of a phase; the one before it must be done. */
  publish({ work, phase, letters }: Assignment, parts: number): void {
    const { words } = this
    Atomics.store(words, WORK, work)
    Atomics.store(words, PHASE, phase)
    Atomics.store(words, LETTERS, letters)
    Atomics.store(words, DONE, 0)
    const round = ((Atomics.load(words, TICKET) >>> (2 * PART_BITS)) + 1) & ROUND_MASK
    Atomics.store(words, TICKET, (round << (2 * PART_BITS)) | (parts << PART_BITS))
    if (Atomics.load(words, ASLEEP) > 0) Atomics.notify(words, TICKET)
  }

  /** The next part nobody has claimed, or −1. What `assignment` says afterwards is of that part until it is reported done. */
  claim(): number {
    for (;;) {
      const ticket = Atomics.load(this.words, TICKET)
      if (ticket === LEAVE) return -1
      const part = ticket & PART_MASK
      if (part >= partsOf(ticket)) return -1
      if (Atomics.compareExchange(this.words, TICKET, ticket, ticket + 1) === ticket) return part
    }
  }

  assignment(): Assignment {
    const { words } = this
    return { work: Atomics.load(words, WORK), phase: Atomics.load(words, PHASE), letters: Atomics.load(words, LETTERS) }
  }

  reportDone(): void {
    const parts = partsOf(Atomics.load(this.words, TICKET))
    if (Atomics.add(this.words, DONE, 1) + 1 === parts) Atomics.notify(this.words, DONE)
  }

  /** Before the part is reported done. */
  reportFailure(): void {
    Atomics.store(this.words, FAILED, 1)
  }

  /** Waits until all parts are done. False when `timeoutMs` passed without one more being done. */
  awaitDone(parts: number, timeoutMs: number): boolean {
    const { words } = this
    for (let looks = 0; looks < LOOKS_BEFORE_SLEEP; looks++) if (Atomics.load(words, DONE) === parts) return true
    for (;;) {
      const done = Atomics.load(words, DONE)
      if (done === parts) return true
      if (Atomics.wait(words, DONE, done, timeoutMs) === 'timed-out' && Atomics.load(words, DONE) === done) return false
    }
  }

  /** Whether a part has failed since this was last asked. */
  takeFailure(): boolean {
    return Atomics.exchange(this.words, FAILED, 0) !== 0
  }

  /** Returns when there is something to claim; false when it is time to leave. */
  awaitWork(): boolean {
    const { words } = this
    for (let looks = 0; ; looks++) {
      const ticket = Atomics.load(words, TICKET)
      if (ticket === LEAVE) return false
      if ((ticket & PART_MASK) < partsOf(ticket)) return true
      if (looks < LOOKS_BEFORE_SLEEP) continue
      Atomics.add(words, ASLEEP, 1)
      Atomics.wait(words, TICKET, ticket)
      Atomics.sub(words, ASLEEP, 1)
      looks = 0
    }
  }

  sendHome(): void {
    Atomics.store(this.words, TICKET, LEAVE)
    Atomics.notify(this.words, TICKET)
  }
}

const partsOf = (ticket: number): number => (ticket >>> PART_BITS) & PART_MASK
