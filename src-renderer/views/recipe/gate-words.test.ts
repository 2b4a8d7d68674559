import type { Gate } from '@shared/domain/recipe'
import { expect, it } from 'vitest'
import { countGates, groupGates, worstState } from './gate-words'

const gate = (id: string, stage: Gate['stage'], state: Gate['state']): Gate => ({
  id,
  stage,
  state,
  title: id,
  question: '',
  measures: '',
  expected: '',
  value: '',
  evidence: '',
  figures: {},
  remedy: null,
})
const gates = [gate('a', 'data', 'pass'), gate('b', 'adaptation', 'waits'), gate('c', 'data', 'fail')]

it('gates: they are grouped in the order of the recipe, and empty groups are left out', () => {
  expect(groupGates(gates).map(({ id, gates: own }) => [id, own.map((one) => one.id)])).toEqual([
    ['data', ['a', 'c']],
    ['adaptation', ['b']],
  ])
})
it('gates: what passes is counted, and the worst state stands for a group', () => {
  expect(countGates(gates)).toBe('1 of 3 gates pass')
  expect(worstState(gates)).toBe('fail')
  expect(worstState([])).toBe('waits')
})
