/** Entry of the engine process: everything that is native and slow happens here, away from the windows. */
import { constants, setPriority } from 'node:os'
import { createEmitterPort } from '@shared/rpc/emitter-port'
import { describeError } from '@shared/rpc/failures'
import { EngineArguments } from '../supervisor/engine-control'
import { serveEngine } from '../supervisor/serve-engine'

// Before any thread is made, since threads inherit it: where training takes every core, the window still goes first.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL)

const { home, cacheFolder, builtInFolder } = EngineArguments.parse(JSON.parse(process.argv[2]))

/** The main process keeps what arrives on standard error in its log. */
const log = (entry: string): void => void process.stderr.write(`${entry}\n`)

// Unknown errors are fatal: the supervisor restarts a clean process rather than trust a broken one.
process.on('uncaughtException', (error) => {
  log(`uncaught: ${describeError(error)}`)
  process.exit(1)
})
process.on('unhandledRejection', (reason) => {
  log(`unhandled rejection: ${describeError(reason)}`)
  process.exit(1)
})

await serveEngine({
  control: {
    post: (message) => process.parentPort.postMessage(message),
    onMessage: (listener) => void process.parentPort.on('message', ({ data, ports }) => listener(data, ports.map(createEmitterPort))),
  },
  async load(emit) {
    // Imported late: the native runtime may be missing, and then the supervisor must still hear why.
    const [{ createEngineService }, { openBundledCrew, openBundledDecodingThreads, openBundledMapWorker }] = await Promise.all([
      import('./service/engine-service'),
      import('./service/bundled-threads'),
    ])
    return createEngineService({
      home,
      cacheFolder,
      builtInFolder,
      emit,
      log,
      maps: 'every-epoch',
      createMapWorker: openBundledMapWorker,
      crew: openBundledCrew(),
      decodingThreads: openBundledDecodingThreads(log),
    })
  },
  exit: (status) => process.exit(status),
  log,
})
