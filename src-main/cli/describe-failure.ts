/** A failure as the one line that ends a command: what is at fault as the user wrote it, what happened, what to do. */
import type { AppError } from '@shared/contract/failure'
import type { Flags } from './flags'

/** Fields of the contract that no flag is named after; the folder of `--run` stands for its id. */
const flagOf: Readonly<Record<string, string>> = { runId: 'run', settings: 'set', methods: 'method' }

/** `flags` are those of the command: a field that one of them sets is called by its flag. What the message names already is not said twice. */
export function describeFailure({ message, hint, field }: AppError, flags: Flags): string {
  const name = field === undefined ? null : nameOf(field, flags)
  const said = name === null || message.includes(name)
  return `${said ? '' : `${name}: `}${message}${message.endsWith('\n') ? '' : ' '}${hint}`
}

function nameOf(field: string, flags: Flags): string {
  const [first] = field.split('.')
  const flag = flagOf[first] ?? first
  return Object.hasOwn(flags, flag) ? `--${flag}` : field
}
