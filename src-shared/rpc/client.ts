/** Calls a served contract over one port and listens to its events, parsing whatever crosses. */
import type { CommandInput, CommandName, CommandOutput, Contract, EventName, EventPayload } from '../contract/define'
import { AppError } from '../contract/failure'
import { cancelled, describeInvalidInput, describeIssues, type Log, reportInternal } from './failures'
import { createListeners } from './listeners'
import { type ClientMessage, ServerMessage } from './messages'
import type { Port } from './port'
import type { Client } from './types'

export interface ClientOptions {
  /** Receives what no caller waits for: events that do not fit, listeners that threw. */
  readonly log?: Log
}

interface Pending {
  readonly command: string
  settle(message: Extract<ServerMessage, { kind: 'result' | 'failure' }>): void
  reject(error: AppError): void
}

/** When the port closes, pending and later calls reject with `engine-crashed`; after `close()` with `cancelled`. */
export function createClient<C extends Contract>(contract: C, port: Port, options: ClientOptions = {}): Client<C> {
  const log: Log = options.log ?? console.error
  const pending = new Map<number, Pending>()
  const listeners = createListeners<C>(log)
  let lastId = 0
  let closedBy: ((command: string) => AppError) | null = null

  const post = (message: ClientMessage): void => port.post(message)

  function stop(reason: (command: string) => AppError): void {
    if (closedBy !== null) return
    closedBy = reason
    for (const { command, reject } of [...pending.values()]) reject(reason(command))
  }

  function receiveEvent(event: string, payload: unknown, ack: boolean): void {
    const schema = Object.hasOwn(contract.events, event) ? contract.events[event] : undefined
    const parsed = schema?.safeParse(payload)
    if (parsed?.success) listeners.announce(event as EventName<C>, parsed.data as EventPayload<C, EventName<C>>)
    else log(`event "${event}" was dropped: ${parsed === undefined ? 'it is unknown' : describeIssues(parsed.error)}`)
    if (ack && closedBy === null) post({ kind: 'ack', event })
  }

  port.onClose(() => stop(crashed))
  port.onMessage((raw) => {
    const message = ServerMessage.safeParse(raw)
    if (!message.success) log(`a message that is no answer was ignored: ${describeIssues(message.error)}`)
    else if (message.data.kind === 'event') receiveEvent(message.data.event, message.data.payload, message.data.ack === true)
    else pending.get(message.data.id)?.settle(message.data)
  })

  function call<K extends CommandName<C>>(
    command: K,
    input: CommandInput<C, K>,
    callOptions: { readonly signal?: AbortSignal } = {},
  ): Promise<CommandOutput<C, K>> {
    const schema = contract.commands[command]
    const { signal } = callOptions
    return new Promise((resolve, reject) => {
      if (closedBy !== null) return reject(closedBy(command))
      if (signal?.aborted) return reject(cancelled(command))
      const checked = schema.input.safeParse(input)
      if (!checked.success) return reject(describeInvalidInput(command, checked.error))

      const id = ++lastId
      const finish = (): void => {
        pending.delete(id)
        signal?.removeEventListener('abort', abort)
      }
      const fail = (error: AppError): void => {
        finish()
        reject(error)
      }
      const abort = (): void => {
        post({ kind: 'abort', id })
        fail(cancelled(command))
      }
      pending.set(id, {
        command,
        reject: fail,
        settle(message) {
          if (message.kind === 'failure') return fail(AppError.from(message.failure))
          const output = schema.output.safeParse(message.value)
          if (!output.success) return fail(AppError.from(reportInternal(command, describeIssues(output.error), log)))
          finish()
          resolve(output.data as CommandOutput<C, K>)
        },
      })
      signal?.addEventListener('abort', abort)
      try {
        // Unparsed: the server fills defaults in, once.
        post({ kind: 'call', id, command, input })
      } catch (error) {
        fail(AppError.from(reportInternal(command, `the request cannot be sent: ${String(error)}`, log)))
      }
    })
  }

  return {
    call,
    on: listeners.on,
    close() {
      stop(cancelled)
      port.close()
    },
  }
}

function crashed(command: string): AppError {
  return new AppError(
    'engine-crashed',
    `The engine stopped before it could answer "${command}".`,
    'It restarts by itself; runs are safe up to their last checkpoint. Try again when it is ready.',
  )
}
