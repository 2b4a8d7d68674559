import type { SwapReport, SwapSuspicion } from '@shared/domain/alignment'
import { expect, test } from 'vitest'
import { ringsOf, swapEvents, swapWords } from './swap-words'

const swap: SwapSuspicion = { kind: 'swap', classes: [0, 2], sharesPct: [71.4, 60], images: 40 }
const collapse: SwapSuspicion = { kind: 'collapse', classId: 1, sharePct: 80, referencePct: 22, images: 90 }
const names = ['cat', 'dog', 'fox']

test('a swap is named with its share, and as success only for the distance', () => {
  expect(swapWords(swap, names, 0.4)).toEqual({
    title: 'Suspected swap: cat and fox',
    evidence:
      '71 % of the target images now beside source fox were cat for the source-only model, and the other way round. A-distance is low, so distance alone would call this success.',
  })
  expect(swapWords(swap, names, 1.6).evidence).not.toContain('A-distance')
})

test('a collapse is named with what the reference saw', () => {
  expect(swapWords(collapse, names, null).evidence).toContain('80 % of the target images lie beside source dog')
})

test('rings carry both classes of a swap', () => {
  expect(ringsOf([swap, collapse], names)).toEqual([
    { classes: [0, 2], text: 'cat ⇄ fox suspected swap' },
    { classes: [1], text: 'suspected collapse onto dog' },
  ])
})

test('an event stands where the suspicion that still holds began for good', () => {
  const none = { value: 0, low: 0, high: 0 }
  const at = (epoch: number, suspicions: SwapSuspicion[]) => ({ epoch, swappedPct: none, suspicions })
  const report: SwapReport = { reference: 'source-only-seed0', checkpoints: [at(0, [swap]), at(1, []), at(2, [swap]), at(3, [swap])] }
  expect(swapEvents(report, names)).toEqual([{ epoch: 2, text: 'swap of cat and fox begins' }])
  expect(swapEvents({ ...report, checkpoints: [at(0, [swap]), at(1, [])] }, names)).toEqual([])
})
