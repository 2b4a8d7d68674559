import type { BackboneInfo, MethodInfo } from '@shared/domain/method'
import { Preparation } from '@shared/domain/preparation'
import type { Study } from '@shared/domain/study'
import { expect, test } from 'vitest'
import { dataWithTarget, shiftedTarget, sourceOnlyRequest, whyNotShift } from './shift-actions'

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

test('nothing to shift: the words name what stands in the way', () => {
  const parts = [folder, { kind: 'folder', path: '/b' } as const]
  expect(whyNotShift(study(folder))).toBeNull()
  expect(whyNotShift(study(null))?.title).toBe('There is nothing to shift yet')
  expect(whyNotShift(study({ kind: 'joined', parts }))?.text).toContain('2 sources together')
  expect(whyNotShift(study({ kind: 'classes', base: folder, classes: ['a', 'b', 'c'] }))?.text).toContain('3 classes of its folder')
})

const params = { type: 'object', properties: {} }
const sourceOnly: MethodInfo = {
  id: 'source-only',
  label: 'Source only',
  family: 'reference',
  summary: '',
  needs: { sources: 'one', target: 'none', start: 'backbone' },
  paper: null,
  params,
}
const backbone = (id: string, minImageSize: number, maxImageSize: number): BackboneInfo => ({
  ...{ id, label: id, summary: '', minImageSize, maxImageSize, defaultImageSize: minImageSize, params },
})
const suggested = { imageSize: 8, testFraction: 0.2, backbone: 'mlp', epochs: 300, batch: 128 }
const moons = { id: 'moons', label: '', description: '', sourceName: '', targetName: '', suggested }
const catalogue = {
  methods: [sourceOnly],
  backbones: [backbone('digits-cnn-bn', 16, 64), backbone('mlp', 4, 96), backbone('resnet-bn', 32, 256)],
  pairs: [moons],
}
const noise = [{ kind: 'gaussian-noise', severity: 2 }]
const inverted = Preparation.parse({ invert: true, exclude: ['a1'] })

test('source-only from here: the network suits the study, whatever the size of its images', () => {
  const built = { kind: 'built-in', pair: 'moons', role: 'source' } as const
  const small = { ...study(built), data: { ...study(built).data, images: { imageSize: 8 } } }
  expect(sourceOnlyRequest(small, noise, catalogue)).toMatchObject({ backbone: 'mlp', epochs: 300, batch: 128, seeds: [0], bare: true })
  const large = { ...study(folder), data: { ...study(folder).data, images: { imageSize: 128 } } }
  expect(sourceOnlyRequest(large, noise, catalogue)?.backbone).toBe('resnet-bn')
  expect(sourceOnlyRequest(study(folder), [], catalogue)).toBeNull()
})

test('source-only from here: images are fed as the study feeds them', () => {
  const data = {
    ...study(folder).data,
    target: { kind: 'folder', path: '/b' } as const,
    splits: { validationFraction: 0.1, groupBy: 'name' } as const,
    preparation: { source: inverted },
    classMap: { zero: '0' },
  }
  const request = sourceOnlyRequest({ ...study(folder), data }, noise, catalogue)
  expect(request).toMatchObject({ splits: data.splits, preparation: data.preparation, classMap: data.classMap, target: data.target })
})

test('shift as a target: its pixels are prepared like those of the source, and nothing is left out by the hash of an unshifted image', () => {
  const prepared = { ...study(folder), data: { ...study(folder).data, preparation: { source: inverted } } }
  const target = shiftedTarget(prepared, noise)
  expect(target && dataWithTarget(prepared, target).preparation).toEqual({ source: inverted, target: Preparation.parse({ invert: true }) })
})
