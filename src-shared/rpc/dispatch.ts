/** Serves one call of a contract: parses the input, runs the handler, parses the output, and always returns a Result. */
import type { CommandName, Contract } from '../contract/define'
import { AppError, type Failure, type Result } from '../contract/failure'
import { describeInvalidInput, describeIssues, type Log, reportInternal, toFailure } from './failures'
import type { CallContext, Handlers } from './types'

export interface Call {
  readonly command: string
  readonly input: unknown
  /** Aborted when the caller gives up or its port closes. */
  readonly signal: AbortSignal
}

/** Never rejects: a handler's error becomes a failure, an unknown one is logged under a report id. */
export async function dispatch<C extends Contract>(contract: C, handlers: Handlers<C>, call: Call, log: Log): Promise<Result<unknown>> {
  const { command, signal } = call
  if (!Object.hasOwn(contract.commands, command)) return failed(unknownCommand(command))
  const schema = contract.commands[command]
  const input = schema.input.safeParse(call.input)
  if (!input.success) return failed(describeInvalidInput(command, input.error).toFailure())
  try {
    const handle = handlers[command as CommandName<C>] as (input: unknown, context: CallContext) => unknown
    const value = await handle(input.data, { signal })
    const output = schema.output.safeParse(value)
    if (output.success) return { ok: true, value: output.data }
    return failed(reportInternal(command, `the answer does not fit the contract: ${describeIssues(output.error)}`, log))
  } catch (error) {
    return failed(toFailure(error, { command, signal, log }))
  }
}

function failed(failure: Failure): Result<never> {
  return { ok: false, failure }
}

function unknownCommand(command: string): Failure {
  return new AppError(
    'invalid-input',
    `There is no command "${command}".`,
    'Restart Shiftlab so that both of its sides are the same version.',
  ).toFailure()
}
