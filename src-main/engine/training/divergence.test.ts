import { expect, it } from 'vitest'
import { createDivergenceGuard } from './divergence'

function run(losses: readonly number[]): () => void {
  const guard = createDivergenceGuard()
  return () => {
    for (const [step, classLoss] of losses.entries()) guard.check({ classLoss }, { step, epoch: step / 10 })
  }
}

const usual = Array(30).fill(2.3)

it('divergence: a loss a hundred times where it began, step after step, stops the training with what to try', () => {
  expect(run([...usual, ...Array(5).fill(400)])).toThrow(
    expect.objectContaining({ code: 'internal', hint: expect.stringContaining('learning rate') }),
  )
})
it('divergence: one bad batch, or a loss that merely grows, does not', () => {
  expect(run([...usual, 900, 2.3, 900, 2.3, 900, 900])).not.toThrow()
  expect(run([...usual, ...Array(50).fill(40)])).not.toThrow()
})
it('divergence: a method without a class loss is left alone', () => {
  const guard = createDivergenceGuard()
  const train = (): void => {
    for (let step = 0; step < 60; step++) guard.check({ otherLoss: step < 30 ? 1 : 1e9 }, { step, epoch: 0 })
  }
  expect(train).not.toThrow()
})
