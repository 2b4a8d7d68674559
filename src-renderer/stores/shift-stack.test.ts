import { expect, test } from 'vitest'
import { fromStack, stackAt, withAdded, withMaster, withMoved, withRemoved, withSeverityOf } from './shift-stack'

const two = fromStack([
  { kind: 'rotation', severity: 2 },
  { kind: 'hue', severity: 1 },
])
const severities = (state: typeof two): number[] => stackAt(state.items, state.severity).map((one) => one.severity)

test('shift stack: the master moves all shifts in proportion', () => {
  expect(severities(withMaster(two, 4))).toEqual([4, 2])
  expect(severities(withMaster(two, 9))).toEqual([5, 2.5])
})

test('shift stack: one slider moves alone, and the master follows the strongest', () => {
  const moved = withSeverityOf(two, 1, 3)
  expect(severities(moved)).toEqual([2, 3])
  expect(moved.severity).toBe(3)
})

test('shift stack: back at zero the shares are kept', () => {
  const zero = withMaster(two, 0)
  expect(severities(zero)).toEqual([0, 0])
  expect(severities(withMaster(zero, 2))).toEqual([2, 1])
})

test('shift stack: what is added shows at once and leaves the others alone', () => {
  expect(severities(withAdded(two, 'jpeg'))).toEqual([2, 1, 2])
  expect(severities(withAdded(withMaster(two, 0), 'jpeg'))).toEqual([0, 0, 2])
  expect(new Set(withAdded(two, 'hue').items.map((item) => item.id)).size).toBe(3)
})

test('shift stack: what is left after a removal keeps its severity', () => {
  expect(severities(withRemoved(two, 0))).toEqual([1])
  expect(withRemoved(withRemoved(two, 0), 1)).toEqual({ items: [], severity: 0 })
})

test('shift stack: the order can be changed, and ends there', () => {
  expect(withMoved(two, 1, 0).items.map((item) => item.kind)).toEqual(['hue', 'rotation'])
  expect(withMoved(two, 1, -1).items.map((item) => item.kind)).toEqual(['hue', 'rotation'])
  expect(withMoved(two, 0, 9).items.map((item) => item.kind)).toEqual(['hue', 'rotation'])
})
