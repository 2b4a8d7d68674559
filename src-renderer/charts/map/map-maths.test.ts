import { describe, expect, test } from 'vitest'
import { drawOrder } from './draw-order'
import { fitPositions, HOME, pickPoint, pointTowards, projection } from './map-camera'
import { classGlyphs, classSlots, type MapFrame, type MapPoints, shownClass } from './map-data'
import { isolateClass, isolateDomain, isShown, showAll, toggleCell } from './map-filter'
import { classMiddles, separate } from './map-labels'
import { MapTween } from './map-tween'

const everything = { reach: 10, isShown: () => true }

describe('draw order', () => {
  test('is a permutation that the seed decides', () => {
    const order = drawOrder(1000, 1)
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i))
    expect(drawOrder(1000, 1)).toEqual(order)
    expect(drawOrder(1000, 2)).not.toEqual(order)
  })

  test('mixes the domains: neither lies on top of the other', () => {
    const last = [...drawOrder(2000, 1)].slice(-500).filter((point) => point >= 1000).length
    expect(last).toBeGreaterThan(200)
    expect(last).toBeLessThan(300)
  })
})

describe('map camera', () => {
  const positions = Float32Array.of(-10, 0, 10, 4, 0, -4)
  const box = { width: 400, height: 200 }

  test('fits all points with one scale for both axes', () => {
    const project = projection(fitPositions(positions, box, 20), HOME, box)
    expect(project.scale).toBeCloseTo(18)
    expect(-10 * project.scale + project.x).toBeCloseTo(20)
    expect(10 * project.scale + project.x).toBeCloseTo(380)
    expect(0 * project.scale + project.y).toBeCloseTo(100)
  })

  test('one point, or none, does not divide by zero', () => {
    expect(Number.isFinite(fitPositions(Float32Array.of(3, 3), box, 20).scale)).toBe(true)
    expect(fitPositions(new Float32Array(0), box, 20)).toEqual({ x: 0, y: 0, scale: 1 })
  })

  test('zoom and pan act on the fitted picture', () => {
    const fit = fitPositions(positions, box, 20)
    const near = projection(fit, { k: 2, x: -200, y: -100 }, box)
    expect(0 * near.scale + near.x).toBeCloseTo(200)
    expect(near.scale).toBeCloseTo(36)
  })

  test('picks the nearest shown point within reach', () => {
    const project = projection(fitPositions(positions, box, 20), HOME, box)
    expect(pickPoint(positions, project, { x: 24, y: 103 }, everything)).toBe(0)
    expect(pickPoint(positions, project, { x: 24, y: 103 }, { ...everything, isShown: (point) => point !== 0 })).toBe(-1)
    expect(pickPoint(positions, project, { x: 80, y: 100 }, everything)).toBe(-1)
  })

  test('arrows walk to the next point in their direction', () => {
    expect(pointTowards(positions, 0, { x: 1, y: 0 }, () => true)).toBe(2)
    expect(pointTowards(positions, 2, { x: 0, y: 1 }, () => true)).not.toBe(2)
    expect(pointTowards(positions, 1, { x: 1, y: 0 }, () => true)).toBe(-1)
  })
})

describe('map filter', () => {
  test('isolating a class twice shows all again', () => {
    const one = isolateClass(showAll(3), 1)
    expect([isShown(one, 0, 1), isShown(one, 1, 1), isShown(one, 0, 2)]).toEqual([true, true, false])
    expect(isolateClass(one, 1)).toEqual(showAll(3))
  })

  test('isolating a domain hides the other only', () => {
    const source = isolateDomain(showAll(2), 0)
    expect([isShown(source, 0, 1), isShown(source, 1, 1)]).toEqual([true, false])
  })

  test('a cell toggles alone', () => {
    const filter = toggleCell(showAll(2), 1, 0)
    expect([isShown(filter, 1, 0), isShown(filter, 1, 1), isShown(filter, 0, 0)]).toEqual([false, true, true])
    expect(toggleCell(filter, 1, 0)).toEqual(showAll(2))
  })
})

describe('map data', () => {
  const points: MapPoints = { domain: Uint8Array.of(0, 1), sourceClass: Int32Array.of(0, -1), classNames: ['a', 'b'] }
  const frame: MapFrame = { positions: new Float32Array(4), prediction: Int32Array.of(1, 1), confidence: new Float32Array(2) }

  test('by class, source points show their label and target points the prediction', () => {
    expect([shownClass(points, frame, 0, 'class'), shownClass(points, frame, 1, 'class')]).toEqual([0, 1])
    expect(shownClass(points, frame, 0, 'prediction')).toBe(1)
  })

  test('of more than ten classes the ten largest are coloured', () => {
    const classNames = Array.from({ length: 12 }, (_, id) => `class ${id}`)
    const sourceClass = Int32Array.from(classNames.flatMap((_, id) => (id === 0 || id === 5 ? [id] : [id, id, id])))
    const slots = classSlots({ classNames, sourceClass })
    expect([slots[0], slots[5]]).toEqual([-1, -1])
    expect(slots.filter((slot) => slot >= 0)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  test('glyphs are letters where those differ, numbers where they do not', () => {
    expect(classGlyphs(['bike', 'bus', 'mug'])).toEqual(['0', '1', 'M'])
  })
})

describe('map labels', () => {
  test('stand at the median of the source points, and at that of predicted target points where there are none', () => {
    const points: MapPoints = {
      domain: Uint8Array.of(0, 0, 0, 1),
      sourceClass: Int32Array.of(0, 0, 0, -1),
      classNames: ['a', 'b'],
    }
    const frame: MapFrame = {
      positions: Float32Array.of(0, 0, 1, 1, 100, 100, 7, 8),
      prediction: Int32Array.of(0, 0, 0, 1),
      confidence: new Float32Array(4),
    }
    expect(classMiddles(points, frame)).toEqual([
      { classId: 0, x: 1, y: 1 },
      { classId: 1, x: 7, y: 8 },
    ])
  })

  test('are pushed apart until none overlaps, and left alone where they do not', () => {
    const boxes = [
      { x: 50, y: 50, width: 20, height: 20 },
      { x: 52, y: 51, width: 20, height: 20 },
      { x: 300, y: 50, width: 20, height: 20 },
    ]
    const [a, b, c] = separate(boxes) as [{ x: number; y: number }, { x: number; y: number }, { x: number; y: number }]
    expect(Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y))).toBeGreaterThanOrEqual(20)
    expect(c).toEqual({ x: 300, y: 50 })
  })
})

describe('map tween', () => {
  test('the first frame is shown at once, the next is half-way in half the time between frames', () => {
    const tween = new MapTween()
    tween.aim(Float32Array.of(0, 0), 0, { jump: false })
    expect(tween.advance(0)).toBe(1)
    tween.aim(Float32Array.of(10, 20), 60, { jump: false })
    const t = tween.advance(90)
    expect(t).toBeCloseTo(0.5)
    expect([...tween.current]).toEqual([5, 10])
    expect(tween.advance(200)).toBe(1)
    expect([...tween.current]).toEqual([10, 20])
  })

  test('a frame that arrives on the way starts from where the points are', () => {
    const tween = new MapTween()
    tween.aim(Float32Array.of(0), 0, { jump: true })
    tween.aim(Float32Array.of(10), 60, { jump: false })
    tween.advance(90)
    tween.aim(Float32Array.of(0), 90, { jump: false })
    tween.advance(90)
    expect(tween.current[0]).toBeCloseTo(5)
  })

  test('with reduced motion a frame replaces the one before', () => {
    const tween = new MapTween()
    tween.aim(Float32Array.of(0), 0, { jump: false })
    tween.aim(Float32Array.of(10), 60, { jump: true })
    expect(tween.advance(60)).toBe(1)
    expect(tween.current[0]).toBe(10)
  })

  test('a frame with another number of points is not interpolated', () => {
    const tween = new MapTween()
    tween.aim(Float32Array.of(0, 0), 0, { jump: false })
    tween.aim(Float32Array.of(1, 2, 3, 4), 60, { jump: false })
    tween.advance(60)
    expect([...tween.current]).toEqual([1, 2, 3, 4])
  })
})
