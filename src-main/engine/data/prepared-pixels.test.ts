/** What each part of a preparation does to pixels. */
import { asStored, describePreparation, type Preparation } from '@shared/domain/preparation'
import { expect, test } from 'vitest'
import { memoryPixels } from './pixel-rows'
import { preparedPixels } from './prepared-pixels'

const stored = memoryPixels(Uint8Array.of(10, 20, 40, 0, 128, 255), 3)

function prepare(changes: Partial<Preparation>): number[] {
  return [...preparedPixels(stored, { ...asStored, ...changes }).read([0, 1])]
}

test('preparation: nothing to do hands on the very rows, and has no description', () => {
  expect(preparedPixels(stored, asStored)).toBe(stored)
  expect(describePreparation({ ...asStored, exclude: ['some image'] })).toBe('')
})

test('preparation: each change is what it says', () => {
  expect(prepare({ invert: true })).toEqual([245, 235, 215, 255, 127, 0])
  expect(prepare({ channelOrder: 'bgr' })).toEqual([40, 20, 10, 255, 128, 0])
  expect(prepare({ colour: 'grey' })).toEqual([19, 19, 19, 104, 104, 104])
  expect(prepare({ levels: { gain: [2, 1, 1], offset: [0, 0.1, -0.5] } })).toEqual([20, 46, 0, 0, 154, 128])
})

test('preparation: channels are exchanged before grey, grey before inversion, inversion before levels', () => {
  const levels = { gain: [0.5, 0.5, 0.5], offset: [0, 0, 0] }
  expect(prepare({ colour: 'grey', invert: true, levels })).toEqual([118, 118, 118, 76, 76, 76])
})

test('preparation: reading twice prepares once, the stored rows stay as they are', () => {
  prepare({ invert: true })
  expect([...stored.read([0])]).toEqual([10, 20, 40])
})
