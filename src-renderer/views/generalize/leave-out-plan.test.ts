import type { BackboneInfo, MethodInfo } from '@shared/domain/method'
import type { RunRecord } from '@shared/domain/run'
import { expect, test } from 'vitest'
import { costOf, domainsOf, leaveOutPlan, leftOutOfPlan, newestSeries, secondsLeft } from './leave-out-plan'

const folder = (path: string) => ({ kind: 'folder', path }) as const
const nameOf = (source: { readonly kind: string; readonly path?: string }): string => source.path?.split('/').at(-1) ?? source.kind
const infoOf = (id: string, properties: Readonly<Record<string, object>>) =>
  ({ id, params: { type: 'object', properties } }) as unknown as MethodInfo & BackboneInfo
const erm = infoOf('erm', { learningRate: { type: 'number', title: 'Learning rate', default: 0.001 } })
const irm = infoOf('irm', { penaltyWeight: { type: 'number', title: 'Penalty', default: 100 } })
const setup = {
  backbone: infoOf('digits-cnn-bn', { dropout: { type: 'number', title: 'Dropout', default: 0.5 } }),
  batch: 32,
  settings: { learningRate: 0.01, lambdaMax: 2, dropout: 0.1 },
}
const data = { images: { imageSize: 28 }, testFraction: 0.2 }
const study = { source: { kind: 'joined' as const, parts: [folder('/a/art'), folder('/b/art')] }, target: folder('/c/street') }

test('leave out: sources and target are domains alike, numbered where their names are', () => {
  expect(domainsOf(study, nameOf).map(({ name }) => name)).toEqual(['1 art', '2 art', 'street'])
  expect(
    leaveOutPlan(data, domainsOf({ ...study, target: null }, nameOf), setup, { methods: [erm], epochs: 2, seeds: 1, hyperSeeds: 1 }),
  ).toBeNull()
})

test('leave out: the plan takes the form’s network and the settings that a chosen method or the network knows', () => {
  const plan = leaveOutPlan(data, domainsOf(study, nameOf), setup, { methods: [erm, irm], epochs: 4, seeds: 3, hyperSeeds: 1 })
  expect(plan).toMatchObject({
    methods: ['erm', 'irm'],
    backbone: 'digits-cnn-bn',
    batch: 32,
    seeds: [0, 1, 2],
    settings: { learningRate: 0.01, dropout: 0.1 },
  })
  expect(plan?.settings).not.toHaveProperty('lambdaMax')
  expect(plan && costOf(plan)).toBe('18 trainings: 3 domains × 2 methods × 3 seeds, 72 epochs in all')
  expect(plan && costOf({ ...plan, methods: ['erm'], hyperSeeds: 5 })).toBe(
    '45 trainings: 3 domains × 1 method × 5 settings × 3 seeds, 180 epochs in all',
  )
})

test('leave out: what the plan cannot carry is named', () => {
  expect(leftOutOfPlan({})).toEqual([])
  expect(leftOutOfPlan({ classMap: {} })).toEqual(['matched class names'])
})

test('leave out: the newest series holds the runs of one plan, and its finished ones tell how long the others take', () => {
  const run = (id: string, of: string | null, seconds: number | null) =>
    ({
      id,
      status: seconds === null ? 'queued' : 'done',
      startedAt: '2026-01-01T00:00:00Z',
      finishedAt: seconds === null ? null : `2026-01-01T00:00:${String(seconds).padStart(2, '0')}Z`,
      request: of === null ? {} : { fold: { of } },
    }) as unknown as RunRecord
  const series = newestSeries([run('e', null, 1), run('d', 'new', null), run('c', 'new', null), run('b', 'new', 20), run('a', 'old', 5)])
  expect(series?.map(({ id }) => id)).toEqual(['b', 'c', 'd'])
  expect(series && secondsLeft(series)).toBe(40)
  expect(newestSeries([run('e', null, 1)])).toBeNull()
})
