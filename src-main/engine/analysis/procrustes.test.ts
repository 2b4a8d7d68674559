/** Procrustes on layouts whose motion is known. */
import { expect, test } from 'vitest'
import { procrustes } from './procrustes'
import { blobs, expectClose } from './test-support'

const layout = blobs({ count: 30, dimensions: 2, blobs: 3, spread: 3, seed: 1 }).features

function moved(points: Float32Array, { angle, flip, scale }: { angle: number; flip: 1 | -1; scale: number }): Float32Array {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const out = new Float32Array(points.length)
  for (let i = 0; i < points.length; i += 2) {
    const x = flip * points[i]
    out[i] = scale * (cos * x - sin * points[i + 1]) + 7
    out[i + 1] = scale * (sin * x + cos * points[i + 1]) - 4
  }
  return out
}

test.each([1, -1] as const)('procrustes: undoes a rotation and a shift, reflection %i', (flip) => {
  for (const angle of [0, 0.3, Math.PI / 2, 3, -2]) {
    const { aligned, rmsd, rotation, disparity } = procrustes({ reference: layout, moving: moved(layout, { angle, flip, scale: 1 }) })
    expectClose(aligned, layout, 1e-5)
    expect(rmsd).toBeLessThan(1e-5)
    expect(disparity).toBeCloseTo(0, 10)
    expect(Math.sign(rotation[0] * rotation[3] - rotation[1] * rotation[2])).toBe(flip)
  }
})

test('procrustes: keeps the size unless scaling is free', () => {
  const moving = moved(layout, { angle: 1, flip: 1, scale: 2.5 })
  const rigid = procrustes({ reference: layout, moving })
  expect(rigid.scale).toBe(1)
  expect(rigid.rmsd).toBeGreaterThan(1)
  const free = procrustes({ reference: layout, moving, scaling: 'free' })
  expect(free.scale).toBeCloseTo(0.4, 6)
  expectClose(free.aligned, layout, 1e-5)
})

test('procrustes: no other angle or reflection lies closer', () => {
  const moving = blobs({ count: 30, dimensions: 2, blobs: 3, spread: 3, seed: 9 }).features
  const { aligned } = procrustes({ reference: layout, moving })
  const distance = (points: Float32Array): number => points.reduce((sum, value, at) => sum + (value - layout[at]) ** 2, 0)
  const best = distance(aligned)
  const middle = [0, 1].map((axis) => layout.reduce((sum, value, at) => sum + (at % 2 === axis ? value / 30 : 0), 0))
  const centred = moving.map((value, at) => value - moving.reduce((sum, other, k) => sum + (k % 2 === at % 2 ? other / 30 : 0), 0))
  for (const flip of [1, -1]) {
    for (let angle = 0; angle < 6.3; angle += 0.1) {
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
      const turned = centred.map((value, at) =>
        at % 2 === 0 ? cos * flip * value - sin * centred[at + 1] + middle[0] : sin * flip * centred[at - 1] + cos * value + middle[1],
      )
      expect(best).toBeLessThanOrEqual(distance(turned) + 1e-3)
    }
  }
})

test('procrustes: three dimensions, and points on a line, give an orthogonal rotation', () => {
  const solid = blobs({ count: 20, dimensions: 3, blobs: 2, spread: 2, seed: 2 }).features
  const cycled = solid.map((_, at) => solid[3 * Math.floor(at / 3) + ((at + 1) % 3)])
  expectClose(procrustes({ reference: solid, moving: cycled, dimensions: 3 }).aligned, solid, 1e-5)
  const line = Float32Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? at : 0))
  const { rotation: r, rmsd } = procrustes({ reference: line, moving: moved(line, { angle: 0.8, flip: 1, scale: 1 }) })
  expect(rmsd).toBeLessThan(1e-5)
  expectClose([r[0] * r[0] + r[1] * r[1], r[2] * r[2] + r[3] * r[3], r[0] * r[2] + r[1] * r[3]], [1, 1, 0], 1e-9)
})

test('procrustes: a layout that is one point moves onto the middle', () => {
  const { aligned, disparity } = procrustes({ reference: layout, moving: new Float32Array(60).fill(5) })
  expect(disparity).toBeNull()
  expect(aligned.every(Number.isFinite)).toBe(true)
})

test('procrustes: layouts of different points are refused', () => {
  expect(() => procrustes({ reference: layout, moving: layout.subarray(2) })).toThrow('Layouts of 30 and 29 points')
})
