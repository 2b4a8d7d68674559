/** Runs one program in the place of this one: same standard streams, its signals and its exit status. */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Resolves to the exit status to end with: the program's own, or 128 + the signal that ended it.
 * On a terminal the system itself sends Ctrl-C to both programs, so it is forwarded only where there is none.
 */
export function runChild(program, args, { cwd, env, stdio = 'inherit' } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd, env, stdio })
    const onTerminal = process.stdin.isTTY === true || process.stderr.isTTY === true
    const handlers = forwarded.map((signal) => {
      const handler = () => {
        if (signal !== 'SIGINT' || !onTerminal) child.kill(signal)
      }
      process.on(signal, handler)
      return [signal, handler]
    })
    const finish = (status) => {
      for (const [signal, handler] of handlers) process.off(signal, handler)
      resolve(status)
    }
    child.on('error', (error) => {
      process.stderr.write(`${program} could not be started (${error.message}).\n`)
      finish(1)
    })
    child.on('close', (code, signal) => finish(code ?? 128 + (constants.signals[signal] ?? 0)))
  })
}
