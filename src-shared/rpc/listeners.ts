/** Who listens to which event of a contract; one listener that throws does not keep the others from hearing. */
import type { Contract, EventName, EventPayload } from '../contract/define'
import { describeError, type Log } from './failures'

type Listener = (payload: unknown) => void

export interface Listeners<C extends Contract> {
  /** Returns the unsubscribe function. */
  on<K extends EventName<C>>(event: K, listener: (payload: EventPayload<C, K>) => void): () => void
  announce<K extends EventName<C>>(event: K, payload: EventPayload<C, K>): void
}

export function createListeners<C extends Contract>(log: Log): Listeners<C> {
  const byEvent = new Map<string, Set<Listener>>()
  return {
    on(event, listener) {
      // Wrapped, so that subscribing the same function twice gives two subscriptions.
      const entry: Listener = (payload) => listener(payload as Parameters<typeof listener>[0])
      const entries = byEvent.get(event) ?? new Set<Listener>()
      byEvent.set(event, entries.add(entry))
      return () => void entries.delete(entry)
    },
    announce(event, payload) {
      for (const listener of [...(byEvent.get(event) ?? [])]) {
        try {
          listener(payload)
        } catch (error) {
          log(`a listener of "${event}" threw: ${describeError(error)}`)
        }
      }
    },
  }
}
