/** Helper threads for one caller: started once, asleep between computations, gone when the caller closes the crew or ends. */
import { availableParallelism } from 'node:os'
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads'
import { AppError } from '@shared/contract/failure'
import type { Crew } from './crew'
import type { SharedWork } from './shared-work'
import { MOST_PARTS, Ticket } from './ticket'

/** More threads than this wait for memory rather than for each other. */
const MOST_THREADS = 4
/** Works that helpers keep at hand: a map and its second layout have two each, and a layout that grows changes one of them; a scene of shifted images has up to three. */
const WORKS_KEPT = 8
/** A part takes milliseconds; who has not finished one after this long will not. */
const LOST_AFTER_MS = 30_000

/** What a helper is started with. */
export interface HelperStart {
  readonly ticket: SharedArrayBuffer
  readonly thread: number
  readonly letters: MessagePort
}

/** From the caller to its helpers: a work under its number, and the number of one that is not needed any more. */
export interface Letter {
  readonly id: number
  readonly memory: { readonly kind: string }
  readonly forget: number | null
}

export interface CrewOptions {
  /** The bundled `tsne-helper.js`. */
  readonly script: URL
  /** One a processor core and at most four unless stated; 1 starts no helper. */
  readonly threads?: number
}

/**
 * Helpers start with the first phase that is shared. Those that are still starting, or could not be started, only leave more to the others. `run` throws `internal` when a helper fails
 * within a part or is lost; the crew then goes on with the caller alone.
 */
export function openCrew({ script, threads = Math.min(MOST_THREADS, availableParallelism()) }: CrewOptions): Crew {
  const ticket = new Ticket()
  const helpers: MessagePort[] = []
  const held: SharedWork[] = []
  const ids = new WeakMap<SharedWork, number>()
  let letters = 0
  let works = 0
  let open = threads > 1

  function start(): void {
    for (let thread = 1; thread < threads; thread++) {
      const { port1, port2 } = new MessageChannel()
      const workerData: HelperStart = { ticket: ticket.memory, thread, letters: port2 }
      const worker = new Worker(script, { workerData, transferList: [port2] })
      // What it fails at once it has begun arrives as a letter; if it cannot begin, the others do its share.
      worker.on('error', () => undefined)
      worker.unref()
      port1.unref()
      helpers.push(port1)
    }
  }

  function handOver(work: SharedWork): number {
    const at = held.indexOf(work)
    if (at >= 0) held.splice(at, 1)
    held.push(work)
    const known = ids.get(work)
    if (at >= 0 && known !== undefined) return known
    const forgotten = held.length > WORKS_KEPT ? held.shift() : undefined
    const id = ++works
    ids.set(work, id)
    const letter: Letter = { id, memory: work.memory, forget: (forgotten && ids.get(forgotten)) ?? null }
    for (const helper of helpers) helper.postMessage(letter)
    letters++
    return id
  }

  function takePart(work: SharedWork, phase: number): unknown {
    let failure: unknown = null
    for (let part = ticket.claim(); part >= 0; part = ticket.claim()) {
      try {
        work.phases[phase](part, 0)
      } catch (error) {
        failure ??= error
      }
      ticket.reportDone()
    }
    return failure
  }

  function close(): void {
    if (!open) return
    open = false
    ticket.sendHome()
    for (const helper of helpers) helper.close()
  }

  return {
    threads,
    run(work, phase, parts) {
      if (!open || parts === 1) {
        for (let part = 0; part < parts; part++) work.phases[phase](part, 0)
        return
      }
      if (parts > MOST_PARTS) throw new RangeError(`${parts} parts are more than a ticket counts`)
      if (helpers.length === 0) start()
      ticket.publish({ work: handOver(work), phase, letters }, parts)
      const failure = takePart(work, phase)
      const finished = ticket.awaitDone(parts, LOST_AFTER_MS)
      if (failure !== null) throw failure
      if (!finished) {
        close()
        throw lost(`one did not finish its part within ${LOST_AFTER_MS / 1000} s`)
      }
      if (ticket.takeFailure()) {
        const reasons = helpers.map((helper) => receiveMessageOnPort(helper)?.message)
        close()
        throw lost(reasons.find((reason) => typeof reason === 'string') ?? 'one failed')
      }
    },
    close,
  }
}

function lost(reason: string): AppError {
  return new AppError(
    'internal',
    `The threads that share the computing stopped: ${reason}.`,
    'Do it again; it is then computed by one thread.',
  )
}
