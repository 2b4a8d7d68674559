/** Launching: environments, the demonstration's folder, and signals that reach the program. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fakeContext } from '../setup/testing/fake-context.mjs'
import { demonstrationFolder } from './demonstration.mjs'
import { electronPath, launchEnvironment } from './launch-environment.mjs'

test('launch: the Electron of set-up, or the folder that the user names', () => {
  const { context } = fakeContext()
  expect(electronPath(context)).toBe(join(context.paths.electron, 'electron'))
  expect(launchEnvironment(context).ELECTRON_OVERRIDE_DIST_PATH).toBe(context.paths.electron)
  const own = fakeContext({ machine: { electronFolder: '/opt/electron' } }).context
  expect(launchEnvironment(own).ELECTRON_EXEC_PATH).toBe('/opt/electron/electron')
})

test('demonstration: goes to the home folder, or to the working folder where home cannot be written', () => {
  const now = new Date(2026, 0, 31, 14, 5, 9)
  expect(demonstrationFolder({ home: '/home/a', cwd: '/x', now, isWritable: () => true })).toBe('/home/a/shiftlab-demo-20260131-140509')
  expect(demonstrationFolder({ home: '/home/a', cwd: '/x', now, isWritable: () => false })).toBe('/x/shiftlab-demo-20260131-140509')
})

/** A parent that runs `body` through runChild and ends with its status. */
function parentOf(body) {
  const module = new URL('./run-child.mjs', import.meta.url)
  const script = `import { runChild } from '${module}'; process.exitCode = await runChild(process.execPath, ['-e', ${JSON.stringify(body)}])`
  return spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'pipe'] })
}

test("run child: the program's exit status becomes the launcher's", async () => {
  const [status] = await once(parentOf('process.exit(7)'), 'exit')
  expect(status).toBe(7)
})

test('run child: an interruption reaches the program, which may end as it likes', async () => {
  const parent = parentOf("process.on('SIGINT', () => process.exit(130)); console.log('ready'); setInterval(() => {}, 1000)")
  await once(parent.stdout, 'data')
  parent.kill('SIGINT')
  const [status] = await once(parent, 'exit')
  expect(status).toBe(130)
})
