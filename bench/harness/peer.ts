/** A peer's script as a process that measures on demand and sleeps in between. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface PeerOptions {
  /** File of `bench/peers`. */
  readonly script: string
  /** Python module that tells whether the peer is installed. */
  readonly module: string
  readonly args?: readonly string[]
}

export interface Peer {
  /** The script's first line. */
  readonly ready: Readonly<Record<string, unknown>>
  /** One measurement, asked for with `request`. @throws when the script ends or answers something else than `{"value": number}`. */
  measure(request: Readonly<Record<string, unknown>>): Promise<number>
  close(): void
}

const python = process.env.SHIFTLAB_BENCH_PYTHON ?? 'python3'

export async function openPeer(options: PeerOptions, note: (text: string) => void): Promise<Peer | null> {
  const { script, module, args = [] } = options
  const found = spawnSync(python, ['-c', `import ${module}`], { encoding: 'utf8' })
  if (found.status !== 0) {
    note(`no peer: ${python} cannot import ${module}. Install bench/peers/requirements.txt and name its Python in SHIFTLAB_BENCH_PYTHON.`)
    return null
  }
  const child = spawn(python, [join(import.meta.dirname, '../peers', script), ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  const nextLine = lineReader(child, script)
  const ready = (await nextLine()) as Record<string, unknown>
  return {
    ready,
    async measure(request) {
      child.stdin.write(`${JSON.stringify(request)}\n`)
      const { value } = (await nextLine()) as { value?: unknown }
      if (typeof value !== 'number') throw new Error(`${script} answered without a value`)
      return value
    },
    close: () => void child.stdin.end(),
  }
}

function lineReader(child: ChildProcess, script: string): () => Promise<unknown> {
  if (child.stdout === null) throw new Error(`${script} has no standard output`)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return async () => {
    const { value, done } = await lines.next()
    if (done) throw new Error(`${script} ended with status ${child.exitCode} before it answered`)
    return JSON.parse(value as string)
  }
}
