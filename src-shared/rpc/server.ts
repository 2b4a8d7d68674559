/** Serves a contract on one port: parsed calls in any order, aborts, and events under flow control. */
import type { Contract } from '../contract/define'
import type { Result } from '../contract/failure'
import { dispatch } from './dispatch'
import { createEventGate, type FlowRules } from './event-gate'
import { describeIssues, type Log, reportInternal } from './failures'
import { ClientMessage, type ServerMessage } from './messages'
import type { Port } from './port'
import type { Emit, Handlers } from './types'

export interface ServerOptions<C extends Contract> {
  /** Receives what the caller must not see: stacks, answers that do not fit, messages that make no sense. */
  readonly log: Log
  /** Events of which at most one payload is in flight until the client has handled it. */
  readonly acknowledged?: FlowRules<C>
}

export interface Server<C extends Contract> {
  /** Announces an event on this port; a payload that does not fit the contract is logged and dropped. */
  readonly emit: Emit<C>
  /** Aborts what runs and closes the port. */
  close(): void
}

/** Serves `handlers` on `port` until either side closes it; then the signals of all running handlers abort. */
export function createServer<C extends Contract>(contract: C, port: Port, handlers: Handlers<C>, options: ServerOptions<C>): Server<C> {
  const { log } = options
  const running = new Map<number, AbortController>()
  let open = true

  const post = (message: ServerMessage): void => {
    if (open) port.post(message)
  }
  const gate = createEventGate(options.acknowledged ?? {}, ({ event, payload, ack }) =>
    post({ kind: 'event', event, payload, ...(ack ? { ack } : {}) }),
  )

  async function serve(id: number, command: string, input: unknown): Promise<void> {
    const controller = new AbortController()
    running.set(id, controller)
    const result = await dispatch(contract, handlers, { command, input, signal: controller.signal }, log)
    running.delete(id)
    answer(id, command, result)
  }

  function answer(id: number, command: string, result: Result<unknown>): void {
    if (!result.ok) {
      post({ kind: 'failure', id, failure: result.failure })
      return
    }
    try {
      post({ kind: 'result', id, ok: true, value: result.value })
    } catch (error) {
      // What the schema let through (z.unknown) need not survive cloning.
      post({ kind: 'failure', id, failure: reportInternal(command, `the answer cannot be sent: ${String(error)}`, log) })
    }
  }

  function stop(): void {
    open = false
    for (const controller of running.values()) controller.abort()
    running.clear()
  }

  port.onClose(stop)
  port.onMessage((raw) => {
    const message = ClientMessage.safeParse(raw)
    if (!message.success) log(`a message that is no call was ignored: ${describeIssues(message.error)}`)
    else if (message.data.kind === 'ack') gate.acknowledge(message.data.event)
    else if (message.data.kind === 'abort') running.get(message.data.id)?.abort()
    else if (running.has(message.data.id)) log(`call ${message.data.id} came twice; the second was ignored`)
    else void serve(message.data.id, message.data.command, message.data.input)
  })

  return {
    emit(event, payload) {
      const parsed = contract.events[event].safeParse(payload)
      if (parsed.success) gate.offer(event, parsed.data)
      else log(`event "${event}" was dropped, it does not fit the contract: ${describeIssues(parsed.error)}`)
    },
    close() {
      stop()
      port.close()
    },
  }
}
