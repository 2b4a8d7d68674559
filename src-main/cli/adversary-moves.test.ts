import { expect, test } from 'vitest'
import { readMoves } from './adversary-moves'

test('moves: each side moves as often as its number says, once without one', () => {
  expect(readMoves('discriminator:2, encoder,discriminator:1')).toEqual(['discriminator', 'discriminator', 'encoder', 'discriminator'])
})

test('moves: other names, numbers that are none, and too many are refused by flag', () => {
  for (const text of ['generator:2', 'encoder:0', 'encoder:x', '']) {
    expect(() => readMoves(text)).toThrow(expect.objectContaining({ code: 'invalid-input', field: '--moves' }))
  }
  expect(() => readMoves('encoder:61')).toThrow('61 moves were given.')
})
