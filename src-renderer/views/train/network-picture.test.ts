import { expect, test } from 'vitest'
import { freedFrom, freezingOf, pictureWords } from './network-picture'

const network = { features: 8, blocks: ['stem', 'middle', 'late', 'top'].map((name, index) => ({ name, weights: 1000 * (index + 1) })) }
const freezing = (trained: 'full' | 'linear-probe' | 'last-blocks' | 'gradual') => ({ trained, lastBlocks: 1, unfreezePart: 0.8 })

test('network picture: every block knows from when on it is trained', () => {
  expect(freedFrom(freezing('full'), 4)).toEqual([0, 0, 0, 0])
  expect(freedFrom(freezing('linear-probe'), 4)).toEqual([null, null, null, null])
  expect(freedFrom(freezing('last-blocks'), 4)).toEqual([null, null, null, 0])
  expect(freedFrom(freezing('gradual'), 4)).toEqual([0.8, expect.closeTo(0.6), 0.4, 0.2])
})

test('network picture: one sentence says what is frozen and what is trained, with its weights', () => {
  expect(pictureWords(network, freezing('linear-probe'))).toBe('All 4 blocks are frozen (10,000 weights); the head is trained.')
  expect(pictureWords(network, freezing('last-blocks'))).toBe('3 of 4 blocks are frozen; 1 (4,000 weights) and the head are trained.')
  expect(pictureWords(network, freezing('gradual'))).toContain('all 4 from 80 % of training on')
})

test('network picture: a method that knows no freezing has no picture of it', () => {
  const method = { params: { type: 'object', properties: {} } } as never
  expect(freezingOf(method, {})).toBeNull()
})
