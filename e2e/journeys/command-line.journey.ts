import { type ChildProcess, spawn } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RunResult } from '@shared/domain/run'
import { expect, test } from '../fixtures/lab'
import { writeDomain } from '../fixtures/pictures'

const lab = fileURLToPath(new URL('../../out/main/lab.js', import.meta.url))

test('command line: killed or interrupted, a run resumes to the weights of one that was never stopped', async ({ home }) => {
  const [source, target] = [join(home, 'source'), join(home, 'target')]
  await writeDomain(source, { tint: [1, 1, 1], perClass: 60 })
  await writeDomain(target, { tint: [1, 0.6, 0.3], perClass: 60 })
  const ask = (out: string): string[] => [
    ...['run', '--source', source, '--target', target, '--method', 'dann', '--bare', '--seeds', '0', '--epochs', '30', '--batch', '8'],
    ...['--set', 'imageSize=16', '--json', '--out', join(home, out)],
  ]
  const straight = await finish(start(ask('straight'), home))
  expect(straight.status).toBe(0)
  const weights = weightsOf(straight.output)

  const killed = start(ask('killed'), home)
  await checkpointIn(join(home, 'killed'))
  killed.kill('SIGKILL')
  expect((await finish(killed)).status).toBeNull()
  const resumed = await finish(start(['resume', '--run', join(home, 'killed'), '--json'], home))
  expect(resumed.log).toMatch(/Goes on from the checkpoint at step [1-9]/)
  expect(weightsOf(resumed.output)).toBe(weights)

  const interrupted = start(ask('interrupted'), home)
  await checkpointIn(join(home, 'interrupted'))
  interrupted.kill('SIGINT')
  const stopped = await finish(interrupted)
  expect(stopped.status).toBe(130)
  expect(stopped.output).toBe('')
  const again = await finish(start(['resume', '--run', join(home, 'interrupted'), '--json'], home))
  expect(weightsOf(again.output)).toBe(weights)
})

test('command line: a wrong request ends with status 2, names the flag, and prints nothing on standard output', async ({ home }) => {
  const wrong = await finish(start(['run', '--pair', 'digits-textured', '--method', 'dann', '--epochs', 'ten', '--json'], home))
  expect(wrong).toMatchObject({ status: 2, output: '' })
  expect(wrong.log).toContain('--epochs')
})

const logs = new WeakMap<ChildProcess, { output: string; log: string }>()

function start(args: readonly string[], home: string): ChildProcess {
  const child = spawn(process.execPath, [lab, ...args], {
    env: { ...process.env, SHIFTLAB_HOME: join(home, 'lab'), SHIFTLAB_CACHE: join(home, 'cache') },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { output: '', log: '' }
  logs.set(child, said)
  child.stdout?.on('data', (text) => {
    said.output += text
  })
  child.stderr?.on('data', (text) => {
    said.log += text
  })
  return child
}

async function finish(child: ChildProcess): Promise<{ status: number | null; output: string; log: string }> {
  const status = child.exitCode ?? (await new Promise<number | null>((resolve) => child.once('close', resolve)))
  return { status, ...(logs.get(child) ?? { output: '', log: '' }) }
}

/** Resolves once the run has a checkpoint to be resumed from. */
async function checkpointIn(run: string): Promise<void> {
  const folder = join(run, 'trials', 'dann-seed0', 'checkpoints')
  await expect
    .poll(
      () =>
        readdir(folder).then(
          (names) => names.some((name) => name.startsWith('step-')),
          () => false,
        ),
      { intervals: [20], timeout: 60_000 },
    )
    .toBe(true)
}

function weightsOf(output: string): string {
  const { runs } = JSON.parse(output) as RunResult
  return runs[0].weightsSha256
}
