import { describe, expect, test } from 'vitest'
import type { MapFrame, MapPoints } from './map-data'
import { mapCsv } from './map-files'
import { isolateClass, showAll } from './map-filter'
import { markSize, planMarks } from './map-marks'
import type { MapTheme } from './map-theme'

const theme: MapTheme = {
  surface: 'white',
  ink: 'black',
  muted: 'grey',
  faint: 'silver',
  bad: 'red',
  accent: 'blue',
  sealed: 'violet',
  shades: Array.from({ length: 8 }, (_, shade) => `shade-${shade}`),
  domain: ['slate', 'magenta'],
  classes: Array.from({ length: 10 }, (_, slot) => [`source-${slot}`, `target-${slot}`] as const),
  font: 'sans-serif',
  markRadius: 2.6,
  markStroke: 1.3,
  scale: 1,
}
/** A source 0, a source 1 that is predicted 0, a target predicted 1. */
const points: MapPoints = { domain: Uint8Array.of(0, 0, 1), sourceClass: Int32Array.of(0, 1, -1), classNames: ['zero', 'one'] }
const frame: MapFrame = {
  positions: Float32Array.of(1, 2, 3, 4, 5, 6),
  prediction: Int32Array.of(0, 0, 1),
  confidence: Float32Array.of(1, 0.5, 0.75),
}
const look = { colourBy: 'class', filter: showAll(2), glyphs: false } as const

const seen = (changes: Partial<Parameters<typeof planMarks>[2]> = {}) => {
  const plan = planMarks(points, frame, { ...look, ...changes }, theme)
  return [...plan.byPoint].map((index) => `${plan.marks[index]?.shape} ${plan.marks[index]?.colour}`)
}

describe('map marks', () => {
  test('domain is mark and lightness, class is hue', () => {
    expect(seen()).toEqual(['disc source-0', 'disc source-1', 'triangle target-1'])
  })

  test('points of several sources have a shape each, and the target keeps its own', () => {
    const several = { ...points, sourcePart: Uint8Array.of(0, 1, 0) }
    const { marks, byPoint } = planMarks(several, frame, look, theme)
    expect([...byPoint].map((index) => marks[index]?.shape)).toEqual(['disc', 'square', 'triangle'])
    expect(mapCsv({ points: several, frame }, Int32Array.of(0, 1, 2))).toContain('source 2')
  })

  test('by domain all classes share a colour', () => {
    expect(seen({ colourBy: 'domain' })).toEqual(['disc slate', 'disc slate', 'triangle magenta'])
  })

  test('by prediction wrong source points are crossed; a target point never is, its label is sealed', () => {
    expect(seen({ colourBy: 'prediction' })).toEqual(['disc source-0', 'cross red', 'triangle target-1'])
  })

  test('by error only right and wrong count, and a target point is sealed', () => {
    expect(seen({ colourBy: 'error' })).toEqual(['disc grey', 'cross red', 'triangle violet'])
  })

  test('by confidence the scale has no hue; an entropy that is not known is grey', () => {
    expect(seen({ colourBy: 'confidence' })).toEqual(['disc shade-7', 'disc shade-4', 'triangle shade-6'])
    expect(seen({ colourBy: 'entropy' })).toEqual(['disc grey', 'disc grey', 'triangle grey'])
  })

  test('what the filter hides stays as a faint ground and is not shown', () => {
    const filter = isolateClass(showAll(2), 0)
    expect(seen({ filter })).toEqual(['disc source-0', 'disc silver', 'triangle silver'])
    expect([...planMarks(points, frame, { ...look, filter }, theme).shown]).toEqual([1, 0, 0])
  })

  test('glyph marks write the class', () => {
    const plan = planMarks(points, frame, { ...look, glyphs: true }, theme)
    expect([...plan.byPoint].map((index) => plan.marks[index]?.glyph)).toEqual(['Z', 'O', 'O'])
  })

  test('marks shrink above 2,000 points', () => {
    expect(markSize(2000, theme).radius).toBe(2.6)
    expect(markSize(2001, theme)).toMatchObject({ radius: 1.6, opacity: 0.6 })
  })

  test('the CSV holds every point and no target label', () => {
    const lines = mapCsv({ points, frame }, Int32Array.of(10, 11, 12))
      .trim()
      .split('\r\n')
    expect(lines[0]).toBe('point,domain,image,x,y,label,prediction,confidence')
    expect(lines[2]).toBe('1,source,11,3,4,one,zero,0.5')
    expect(lines[3]).toBe('2,target,12,5,6,sealed,one,0.75')
  })
})
