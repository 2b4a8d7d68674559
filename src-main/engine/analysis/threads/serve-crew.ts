/** A helper's side of a crew: claims parts until it is sent home. */
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads'
import type { HelperStart, Letter } from './open-crew'
import { openWork, type WorkMemory } from './open-work'
import type { SharedWork } from './shared-work'
import { Ticket } from './ticket'

/** Returns when the crew is closed. It never turns to its event loop: letters are fetched when a part needs them. */
export function serveCrew({ ticket: memory, thread, letters }: HelperStart): void {
  const ticket = new Ticket(memory)
  const mailbox = new Mailbox(letters)
  while (ticket.awaitWork()) {
    for (let part = ticket.claim(); part >= 0; part = ticket.claim()) {
      try {
        const { work, phase, letters: needed } = ticket.assignment()
        mailbox.work(work, needed).phases[phase](part, thread)
      } catch (error) {
        letters.postMessage(error instanceof Error ? error.message : String(error))
        ticket.reportFailure()
      }
      ticket.reportDone()
    }
  }
  letters.close()
}

class Mailbox {
  private readonly works = new Map<number, SharedWork>()
  private read = 0

  constructor(private readonly port: MessagePort) {}

  /** The work of that number, after `letters` letters have been read; they were posted before the part was offered. */
  work(id: number, letters: number): SharedWork {
    for (; this.read < letters; this.read++) {
      const letter = receiveMessageOnPort(this.port)?.message as (Omit<Letter, 'memory'> & { readonly memory: WorkMemory }) | undefined
      if (letter === undefined) throw new Error(`letter ${this.read + 1} of ${letters} is missing`)
      this.works.set(letter.id, openWork(letter.memory))
      if (letter.forget !== null) this.works.delete(letter.forget)
    }
    const work = this.works.get(id)
    if (work === undefined) throw new Error(`work ${id} is unknown`)
    return work
  }
}
