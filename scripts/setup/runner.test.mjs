/** Steps that are killed at any point: the next run goes on there and nothing half-done is taken for done. */
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { finishedMarker, pendingSteps, runSteps } from './runner.mjs'
import { fakeContext, put } from './testing/fake-context.mjs'

class Killed extends Error {}

const names = ['a', 'b', 'c', 'd']

/** Steps that write one file each; `killAt` (`'b before'`, `'b halfway'`, `'b after'`) throws there, as a kill would stop there. */
function stepsOf(context, { killAt = '', ran = [], version = 1 } = {}) {
  return names.map((id, index) => ({
    id,
    title: id,
    dependsOn: id === 'd' ? ['b'] : [],
    inputs: () => ({ version: id === 'b' ? version : 1 }),
    present: () => existsSync(join(context.paths.runtime, id)) && readFileSync(join(context.paths.runtime, id), 'utf8') === 'whole',
    async run() {
      ran.push(names[index])
      if (killAt === `${id} before`) throw new Killed()
      put(join(context.paths.runtime, id), 'half')
      if (killAt === `${id} halfway`) throw new Killed()
      put(join(context.paths.runtime, id), 'whole')
      if (killAt === `${id} after`) throw new Killed()
      return { summary: `${id} is there`, answer: 42 }
    },
  }))
}

test.each(names.flatMap((id) => [`${id} before`, `${id} halfway`, `${id} after`]))(
  'runner: killed at "%s", the next run resumes there',
  async (killAt) => {
    const { context } = fakeContext()
    await expect(runSteps(stepsOf(context, { killAt }), context)).rejects.toThrow(Killed)
    const ran = []
    await runSteps(stepsOf(context, { ran }), context)
    expect(ran).toEqual(names.slice(names.indexOf(killAt[0])))
    expect(pendingSteps(stepsOf(context), context)).toEqual([])
  },
)

test('runner: killed while it repeats a step, the old marker does not vouch for the ruins', async () => {
  const { context } = fakeContext()
  await runSteps(stepsOf(context), context)
  rmSync(join(context.paths.runtime, 'c'))
  await expect(runSteps(stepsOf(context, { killAt: 'c halfway' }), context)).rejects.toThrow(Killed)
  put(join(context.paths.runtime, 'c'), 'whole')
  expect(pendingSteps(stepsOf(context), context).map((step) => step.id)).toEqual(['c'])
})

test('runner: with everything there, no step runs and what steps left can be read', async () => {
  const { context } = fakeContext()
  const steps = stepsOf(context)
  await runSteps(steps, context)
  const ran = []
  await runSteps(stepsOf(context, { ran }), context)
  expect(ran).toEqual([])
  expect(finishedMarker(steps[0], context).details.answer).toBe(42)
})

test('runner: changed inputs repeat the step and what is built upon it, nothing else', async () => {
  const { context } = fakeContext()
  await runSteps(stepsOf(context), context)
  const ran = []
  await runSteps(stepsOf(context, { ran, version: 2 }), context)
  expect(ran).toEqual(['b', 'd'])
})

test('runner: a marker that cannot be read counts as none', async () => {
  const { context } = fakeContext()
  await runSteps(stepsOf(context), context)
  put(join(context.paths.state, 'a.json'), '{"inputs": "cut sho')
  expect(pendingSteps(stepsOf(context), context).map((step) => step.id)).toEqual(['a'])
})
