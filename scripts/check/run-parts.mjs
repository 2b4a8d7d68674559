/** Runs programs a few at a time, keeps their output together, and says of each how long it took. */
import { spawn } from 'node:child_process'
import { formatSeconds } from '../setup/progress.mjs'

/** Resolves to `[{id, label, ok, milliseconds}]`; a failed part's output goes to `write`, a good one's is dropped. */
export async function runParts(parts, { cwd, env, atOnce = 2, write = (text) => process.stdout.write(text), run = runPart }) {
  const waiting = [...parts]
  const results = []
  const worker = async () => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
      const startedMs = performance.now()
      const { ok, output } = await run(part, { cwd, env })
      const milliseconds = performance.now() - startedMs
      write(`${ok ? 'ok    ' : 'FAILED'} ${part.label} (${formatSeconds(milliseconds)})\n${ok ? '' : `${output.trimEnd()}\n`}`)
      results.push({ id: part.id, label: part.label, ok, milliseconds })
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return results
}

function runPart({ program, args }, { cwd, env }) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8')
      stream.on('data', (text) => {
        output += text
      })
    }
    child.on('error', (error) => resolve({ ok: false, output: error.message }))
    child.on('close', (code) => resolve({ ok: code === 0, output }))
  })
}
