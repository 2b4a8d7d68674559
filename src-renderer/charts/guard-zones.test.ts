import { describe, expect, test } from 'vitest'
import { DOMAIN_CLASSIFIER_ZONES, freeSide, zoneOf } from './guard-zones'

describe('guard zones', () => {
  test('a domain classifier between 52 and 95 percent is in no zone, limits included', () => {
    for (const value of [52, 64, 95]) expect(zoneOf(DOMAIN_CLASSIFIER_ZONES, value)).toBeNull()
  })

  test('above 95 percent it is too easy, below 52 it is blind', () => {
    expect(zoneOf(DOMAIN_CLASSIFIER_ZONES, 95.1)?.label).toBe('too easy')
    expect(zoneOf(DOMAIN_CLASSIFIER_ZONES, 100)?.label).toBe('too easy')
    expect(zoneOf(DOMAIN_CLASSIFIER_ZONES, 51.9)?.label).toBe('blind: no signal')
  })

  test('the name goes to the side where no data lies', () => {
    const zone = { side: 'below', limit: 52, label: 'blind' } as const
    expect(freeSide(zone, [{ x: 1, y: 50 }], 5)).toBe('right')
    expect(freeSide(zone, [{ x: 9, y: 50 }], 5)).toBe('left')
    expect(freeSide(zone, [{ x: 1, y: 80 }], 5)).toBe('left')
  })
})
