import { describe, expect, test } from 'vitest'
import { domainZone, freeSide } from './guard-zones'

describe('guard zones', () => {
  test('a domain classifier between 52 and 95 percent is in no zone, limits included', () => {
    for (const value of [52, 64, 95]) expect(domainZone(value, null)).toBeNull()
  })

  test('above 95 percent it is too easy, below 52 it is blind', () => {
    expect(domainZone(95.1, null)?.label).toBe('too easy')
    expect(domainZone(100, null)?.label).toBe('too easy')
    expect(domainZone(51.9, null)?.label).toBe('blind: no signal')
  })

  test('at chance it is not called blind before λ has reached half of its highest', () => {
    expect(domainZone(50, { now: 0.1, highest: 1 })).toBeNull()
    expect(domainZone(50, { now: 0.5, highest: 1 })?.label).toBe('blind: no signal')
    expect(domainZone(99, { now: 0, highest: 1 })?.label).toBe('too easy')
  })

  test('the name goes to the side where no data lies', () => {
    const zone = { side: 'below', limit: 52, label: 'blind' } as const
    expect(freeSide(zone, [{ x: 1, y: 50 }], 5)).toBe('right')
    expect(freeSide(zone, [{ x: 9, y: 50 }], 5)).toBe('left')
    expect(freeSide(zone, [{ x: 1, y: 80 }], 5)).toBe('left')
  })
})
