/** The two ends of a served contract, as types: what a server must handle and what a client can call. */
import type { CommandInput, CommandName, CommandOutput, Contract, EventName, EventPayload, ParsedInput } from '../contract/define'

export interface CallContext {
  /** Aborted when the caller gives up or its port closes. */
  readonly signal: AbortSignal
}

export type Handlers<C extends Contract> = {
  readonly [K in CommandName<C>]: (input: ParsedInput<C, K>, context: CallContext) => Promise<CommandOutput<C, K>> | CommandOutput<C, K>
}

/** Announces an event to whoever listens; validation happens on the way out. */
export type Emit<C extends Contract> = <K extends EventName<C>>(event: K, payload: EventPayload<C, K>) => void

export interface Client<C extends Contract> {
  /** Resolves with the parsed output; rejects with an AppError (`cancelled` when `signal` aborts, `engine-crashed` when the port closes). */
  call<K extends CommandName<C>>(
    command: K,
    input: CommandInput<C, K>,
    options?: { readonly signal?: AbortSignal },
  ): Promise<CommandOutput<C, K>>
  /** Subscribes to an event; returns the unsubscribe function. */
  on<K extends EventName<C>>(event: K, listener: (payload: EventPayload<C, K>) => void): () => void
  close(): void
}
