/** Flow control of events: of an acknowledged event at most one payload is in flight, and while it is, newer ones replace the waiting. */
import type { Contract, EventName, EventPayload } from '../contract/define'

/** How payloads of one event that wait for an acknowledgement are merged. */
export interface FlowRule<Payload> {
  /** Payloads of equal key replace each other, newest wins; without it all payloads of the event share one key. */
  readonly mergeKey?: (payload: Payload) => string
  /** True for payloads that must arrive whatever comes after them. */
  readonly mustDeliver?: (payload: Payload) => boolean
}

/** The events of a contract that wait for acknowledgement, each with its rule; all others are sent at once. */
export type FlowRules<C extends Contract> = { readonly [K in EventName<C>]?: FlowRule<EventPayload<C, K>> }

interface Waiting {
  readonly key: string
  readonly payload: unknown
  readonly mustDeliver: boolean
}

interface Lane {
  readonly rule: FlowRule<unknown>
  inFlight: boolean
  waiting: readonly Waiting[]
}

export interface EventGate {
  /** Sends the payload now or keeps it until the one in flight is acknowledged. */
  offer(event: string, payload: unknown): void
  /** The receiver is done with the payload in flight. */
  acknowledge(event: string): void
}

/** `send` is called with `ack` true for payloads that the receiver has to acknowledge. */
export function createEventGate<C extends Contract>(
  rules: FlowRules<C>,
  send: (message: { readonly event: string; readonly payload: unknown; readonly ack: boolean }) => void,
): EventGate {
  const lanes = new Map<string, Lane>()
  for (const [event, rule] of Object.entries(rules)) lanes.set(event, { rule: rule as FlowRule<unknown>, inFlight: false, waiting: [] })

  return {
    offer(event, payload) {
      const lane = lanes.get(event)
      if (lane === undefined) send({ event, payload, ack: false })
      else if (lane.inFlight) lane.waiting = enqueue(lane, payload)
      else {
        lane.inFlight = true
        send({ event, payload, ack: true })
      }
    },
    acknowledge(event) {
      const lane = lanes.get(event)
      if (lane === undefined || !lane.inFlight) return
      const [next, ...rest] = lane.waiting
      lane.waiting = rest
      lane.inFlight = next !== undefined
      if (next !== undefined) send({ event, payload: next.payload, ack: true })
    },
  }
}

function enqueue(lane: Lane, payload: unknown): readonly Waiting[] {
  const key = lane.rule.mergeKey?.(payload) ?? ''
  const kept = lane.waiting.filter((entry) => entry.mustDeliver || entry.key !== key)
  return [...kept, { key, payload, mustDeliver: lane.rule.mustDeliver?.(payload) ?? false }]
}
