import type { Study } from '@shared/domain/study'
import { expect, test } from 'vitest'
import { shiftedTarget } from './shift-actions'

const study = (source: Study['data']['source']): Study => ({
  id: 's',
  name: 's',
  createdAt: '',
  updatedAt: '',
  demo: false,
  data: { source, target: null, images: { imageSize: 28 }, testFraction: 0.1 },
})
const folder = { kind: 'folder', path: '/a' } as const

test('shift as a target: only shifts that do something are kept, in their order', () => {
  const stack = [
    { kind: 'rotation', severity: 0 },
    { kind: 'hue', severity: 2 },
    { kind: 'jpeg', severity: 1 },
  ]
  expect(shiftedTarget(study(folder), stack)).toEqual({ kind: 'shifted', base: folder, shifts: stack.slice(1), seed: 0 })
})

test('shift as a target: nothing to shift, or nothing shifted, is no target', () => {
  expect(shiftedTarget(study(null), [{ kind: 'hue', severity: 2 }])).toBeNull()
  expect(shiftedTarget(study(folder), [{ kind: 'hue', severity: 0 }])).toBeNull()
})

test('shift as a target: a source that is shifted itself gives its base', () => {
  const shifted = { kind: 'shifted', base: folder, shifts: [{ kind: 'jpeg', severity: 1 }], seed: 0 } as const
  expect(shiftedTarget(study({ ...shifted, shifts: [...shifted.shifts] }), [{ kind: 'hue', severity: 2 }])?.base).toEqual(folder)
})
