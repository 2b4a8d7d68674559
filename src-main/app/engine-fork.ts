/** Forks the engine as an Electron utility process and shows it to the supervisor as a child. */
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { Log } from '@shared/rpc/failures'
import { type MessagePortMain, utilityProcess } from 'electron'
import type { EngineChild } from '../supervisor/engine-child'
import type { EngineArguments } from '../supervisor/engine-control'

/** `modulePath`: the bundled entry of the engine. What the engine prints goes to the log line by line. */
export function forkEngine(modulePath: string, options: EngineArguments, log: Log): EngineChild<MessagePortMain> {
  const child = utilityProcess.fork(modulePath, [JSON.stringify(options)], { serviceName: 'Shiftlab engine', stdio: 'pipe' })
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream as Readable }).on('line', (line) => log(`engine: ${line}`))
  }
  // Electron forgets the pid once the process is gone.
  let pid: number | null = null
  child.once('spawn', () => {
    pid = child.pid ?? null
  })
  return {
    get pid() {
      return pid
    },
    post: (message, ports = []) => child.postMessage(message, [...ports]),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', listener),
    kill() {
      if (pid !== null) process.kill(pid, 'SIGKILL')
      else child.kill()
    },
  }
}
