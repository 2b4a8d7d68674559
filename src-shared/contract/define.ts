/** The shape of a contract: named commands with input and output schemas, named events with payload schemas. */
import type { z } from 'zod'

export interface CommandSchema {
  readonly input: z.ZodType
  readonly output: z.ZodType
}

export interface Contract {
  readonly commands: Readonly<Record<string, CommandSchema>>
  readonly events: Readonly<Record<string, z.ZodType>>
}

export type CommandName<C extends Contract> = keyof C['commands'] & string
export type EventName<C extends Contract> = keyof C['events'] & string
/** What a caller passes: defaults may be left out. */
export type CommandInput<C extends Contract, K extends CommandName<C>> = z.input<C['commands'][K]['input']>
/** What a handler receives: parsed, defaults filled in. */
export type ParsedInput<C extends Contract, K extends CommandName<C>> = z.output<C['commands'][K]['input']>
export type CommandOutput<C extends Contract, K extends CommandName<C>> = z.output<C['commands'][K]['output']>
export type EventPayload<C extends Contract, K extends EventName<C>> = z.output<C['events'][K]>

/** Keeps the literal types of a contract while checking its shape. */
export function defineContract<const C extends Contract>(contract: C): C {
  return contract
}
