/** Two set-ups of one project never work at the same time. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { takeLock } from './lock.mjs'

const project = (name) => `/projects/${name}-${process.pid}`

test('lock: the second waits until the first gives it back; other projects are free', async () => {
  const order = []
  const release = await takeLock(project('shared'))
  const second = takeLock(project('shared'), { onWait: () => order.push('waiting') }).then((releaseSecond) => {
    order.push('second has it')
    return releaseSecond()
  })
  await (await takeLock(project('other')))()
  await expect.poll(() => order).toEqual(['waiting'])
  order.push('first gives it back')
  await release()
  await second
  expect(order).toEqual(['waiting', 'first gives it back', 'second has it'])
})

test('lock: a holder that is killed holds nothing', async () => {
  const script = `import { takeLock } from '${new URL('./lock.mjs', import.meta.url)}'; await takeLock('${project('killed')}'); console.log('held'); setInterval(() => {}, 1000)`
  const holder = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(holder.stdout, 'data')
  const waiting = takeLock(project('killed'), { onWait: () => holder.kill('SIGKILL') })
  await (await waiting)()
  expect(holder.signalCode ?? (await once(holder, 'exit'))[1]).toBe('SIGKILL')
})
