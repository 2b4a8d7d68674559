/** Entry of `lab COMMAND …`: picks the command, turns failures into one clear line and an exit status. */
import { AppError } from '@shared/contract/failure'
import { z } from 'zod'
import { type Command, exitCode } from './command'
import { commands } from './commands/registry'
import { describeFailure } from './describe-failure'
import { describeFlags, type Flags, parseFlags } from './flags'
import { createOutput, type Output } from './output'

const commonFlags: Flags = {
  json: { help: 'print one JSON object on standard output', schema: z.boolean().optional() },
  help: { help: 'show this help', schema: z.boolean().optional() },
}

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args
  try {
    if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
      process.stdout.write(`${overview()}\n`)
      return exitCode.done
    }
    const command = commands.find((one) => one.name === name)
    if (command === undefined)
      throw new AppError('invalid-input', `There is no command "${name}".`, `Known: ${commands.map((one) => one.name).join(', ')}.`, name)
    if (rest.includes('--help')) {
      process.stdout.write(`${helpOf(command)}\n`)
      return exitCode.done
    }
    return await runCommand(command, rest)
  } catch (error) {
    // Before the flags are read there is nothing but notes to print, and they do not depend on --json.
    return report(error, createOutput({ json: false }), {})
  }
}

async function runCommand(command: Command, args: readonly string[]): Promise<number> {
  const { maxPositionals } = command
  const { positionals, values } = parseFlags(args, { flags: { ...command.flags, ...commonFlags }, maxPositionals })
  const output = createOutput({ json: values.json === true })
  const interrupt = new AbortController()
  const onSignal = (): void => {
    if (interrupt.signal.aborted) process.exit(exitCode.interrupted)
    output.note('Stopping after this step; the checkpoint is kept. Press Ctrl-C again to leave at once.')
    interrupt.abort()
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  try {
    return await command.run({ positionals, values, output, interrupt: interrupt.signal })
  } catch (error) {
    return report(error, output, command.flags)
  } finally {
    process.off('SIGINT', onSignal)
    process.off('SIGTERM', onSignal)
  }
}

function report(error: unknown, output: Output, flags: Flags): number {
  if (!(error instanceof AppError)) {
    output.note(error instanceof Error ? (error.stack ?? error.message) : String(error))
    return exitCode.failed
  }
  output.note(describeFailure(error, flags))
  if (error.code === 'cancelled') return exitCode.interrupted
  return error.code === 'invalid-input' || error.code === 'not-found' || error.code === 'busy' ? exitCode.wrongRequest : exitCode.failed
}

function overview(): string {
  const width = Math.max(...commands.map((command) => command.name.length)) + 2
  return [
    'Shiftlab: domain adaptation on your own images.',
    '',
    'Usage: lab COMMAND [flags]     lab COMMAND --help',
    '',
    ...commands.map((command) => `  ${command.name.padEnd(width)}${command.summary}`),
    '',
    'With --json the last line of standard output is one JSON object; progress goes to standard error.',
    'Exit status: 0 done, 1 the work failed, 2 the request was wrong, 130 interrupted (checkpoint kept).',
  ].join('\n')
}

function helpOf(command: Command): string {
  return [`lab ${command.name} ${command.usage}`, '', command.summary, '', describeFlags({ ...command.flags, ...commonFlags })].join('\n')
}

// The binding keeps handles open, so the process is ended once everything is written.
process.exit(await main(process.argv.slice(2)))
