/** Plans of campaigns, their cost, and what is concluded from their figures. */
import type { Campaign, SearchPlan, Variant } from '@shared/domain/campaign'
import { RunRequest } from '@shared/domain/run'
import { describe, expect, it } from 'vitest'
import { concludeCampaign, judgeVariant, stoppedEarly } from './judge-variant'
import { planAblation } from './plan-ablation'
import { nextRound, planSearch, roundEpochs, roundsOf, searchEpochs } from './plan-search'

const domain = { kind: 'built-in', pair: 'digits-textured', role: 'source' } as const
const request = RunRequest.parse({
  source: domain,
  target: domain,
  images: { imageSize: 28 },
  methods: ['source-only'],
  backbone: 'mlp',
  epochs: 9,
})
const knowsAll = () => true
const find = (variants: readonly Variant[], id: string): Variant => {
  const found = variants.find((one) => one.id === id)
  if (found === undefined) throw new Error(`no variant ${id}`)
  return found
}

describe('ablation', () => {
  it('ablation: one factor at a time compares each with the base, in the order of the recipe', () => {
    const variants = planAblation({ kind: 'ablation', design: 'one-factor' }, request, () => knowsAll)
    expect(variants.map(({ id }) => id)).toEqual([
      'base',
      'more-data',
      'augmentation',
      'normalisation',
      'smaller-batch',
      'dropout',
      'weight-decay',
      'label-smoothing',
      'early-stopping',
      'smaller-model',
    ])
    expect(new Set(variants.slice(1).map(({ against }) => against))).toEqual(new Set(['base']))
    expect(find(variants, 'smaller-model').change).toEqual({ settings: { hiddenUnits: 32 } })
    expect(find(variants, 'smaller-batch').change).toEqual({ batch: 32 })
  })
  it('ablation: in order each change holds those before it, and what does not apply is passed over', () => {
    const variants = planAblation(
      { kind: 'ablation', design: 'add-in-order', factors: ['more-data', 'augmentation', 'normalisation', 'weight-decay'] },
      request,
      () => knowsAll,
    )
    expect(find(variants, 'normalisation')).toMatchObject({ status: 'unfit' })
    expect(find(variants, 'augmentation').against).toBe('base')
    const decay = find(variants, 'weight-decay')
    expect(decay.against).toBe('augmentation')
    expect(decay.change.settings).toMatchObject({ augmentShift: 2, weightDecay: 5e-4 })
    expect(decay.change.settings).not.toHaveProperty('sourcePart')
  })
  it('ablation: what is on already is switched off', () => {
    const on = { ...request, settings: { weightDecay: 0.01, augmentShift: 3 } }
    const variants = planAblation({ kind: 'ablation', design: 'one-factor' }, on, () => knowsAll)
    expect(find(variants, 'weight-decay').change).toEqual({ settings: { weightDecay: 0 } })
    expect(find(variants, 'augmentation').change.settings).toMatchObject({ augmentShift: 0 })
  })
  it('ablation: gains are paired by seed, and only those beyond their interval are named', () => {
    const seeds = (values: readonly number[]) =>
      values.map((sourcePct, seed) => ({ seed, sourcePct, objective: sourcePct / 100, seconds: 2 }))
    const base = seeds([90, 92, 91])
    const better = judgeVariant(seeds([92, 94, 93.1]), base)
    expect(better.gain?.mean).toBeCloseTo(2.03, 1)
    const wild = judgeVariant(seeds([99, 80, 96]), base)
    const planned = planAblation(
      { kind: 'ablation', design: 'one-factor', factors: ['augmentation', 'weight-decay'] },
      request,
      () => knowsAll,
    )
    const outcomes = { base: judgeVariant(base, null), augmentation: better, 'weight-decay': wild } as Record<string, Variant['outcome']>
    const variants = planned.map((variant) => ({ ...variant, status: 'done' as const, outcome: outcomes[variant.id] ?? null }))
    const { conclusion, best } = concludeCampaign({
      plan: { kind: 'ablation', design: 'one-factor' },
      variants,
      base: request,
      objective: 'iwcv',
    })
    expect(best?.variant).toBe('augmentation')
    expect(conclusion).toContain('augmentation (+2.0)')
    expect(conclusion).not.toContain('weight decay')
  })
  it('ablation: stopping early chooses on one half of the held-out images and is judged, like the last checkpoint, on the other', () => {
    const point = (epoch: number, name: string, value: number) => ({ step: epoch, epoch, name, value })
    const metrics = [1, 2, 3].flatMap((epoch) => [
      point(epoch, 'sourceChoiceLoss', [0.5, 0.2, 0.4][epoch - 1] ?? 0),
      point(epoch, 'sourceAccuracyPct', [80, 95, 90][epoch - 1] ?? 0),
      point(epoch, 'sourceJudgedAccuracyPct', [78, 93, 91][epoch - 1] ?? 0),
      point(epoch, 'validator.iwcv', -epoch),
    ])
    const last = [{ seed: 4, sourcePct: 90, objective: -3, seconds: 5 }]
    expect(stoppedEarly(last, () => metrics, 'iwcv')).toEqual({
      stopped: [{ seed: 4, sourcePct: 93, objective: -2, seconds: 0 }],
      last: [{ seed: 4, sourcePct: 91, objective: -3, seconds: 5 }],
    })
    expect(stoppedEarly(last, () => [], 'iwcv')).toEqual({ stopped: last, last })
  })
})

describe('search', () => {
  const plan: SearchPlan = { kind: 'search', strategy: 'halving', trials: 9, seed: 0 }
  const start = (changes: Partial<SearchPlan> = {}) =>
    planSearch({ ...plan, ...changes }, { request, knows: (name) => name !== 'lambdaMax', images: 200 })
  const done = (variant: Variant, mean: number): Variant => ({
    ...variant,
    status: 'done',
    outcome: {
      seeds: 1,
      sourcePct: { mean: 90, halfWidth: null },
      objective: { mean, halfWidth: null },
      gain: null,
      objectiveGain: null,
      seconds: 1,
    },
  })

  it('search: equal seeds draw equal points, within their ranges, of parameters that are known', () => {
    expect(start()).toEqual(start())
    expect(start({ seed: 1 })).not.toEqual(start())
    for (const { values } of start()) {
      expect(values).not.toHaveProperty('lambdaMax')
      expect(Number(values.learningRate)).toBeGreaterThanOrEqual(1e-4)
      expect(Number(values.learningRate)).toBeLessThanOrEqual(1e-2)
      expect(Number(values.batch)).toBeLessThanOrEqual(50)
    }
  })
  it('search: halving trains nine for one epoch, three for three and one for nine', () => {
    expect(roundsOf(plan)).toBe(3)
    expect([0, 1, 2].map((rung) => roundEpochs(plan, 9, rung))).toEqual([1, 3, 9])
    expect(searchEpochs(plan, 9)).toBe(9 + 9 + 9)
    expect(searchEpochs({ ...plan, strategy: 'random' }, 9)).toBe(81)
  })
  it('search: after a round the best third goes on, failures never do, and the last round ends it', () => {
    const first = start().map((variant, at) => (at === 8 ? { ...variant, status: 'failed' as const } : done(variant, at)))
    const second = nextRound(plan, first, 9)
    expect(second?.filter(({ rung }) => rung === 1).map(({ id, epochs }) => `${id} ${epochs}`)).toEqual([
      'trial-8-round-2 3',
      'trial-7-round-2 3',
      'trial-6-round-2 3',
    ])
    expect(second?.filter(({ status }) => status === 'dropped')).toHaveLength(5)
    expect(nextRound(plan, second ?? [], 9)).toBeNull()
    const third = nextRound(
      plan,
      (second ?? []).map((one) => (one.status === 'waits' ? done(one, Number(one.id === 'trial-6-round-2')) : one)),
      9,
    )
    expect(third?.filter(({ rung }) => rung === 2).map(({ id }) => id)).toEqual(['trial-6-round-3'])
    const all = (third ?? []).map((one) => (one.status === 'waits' ? done(one, 5) : one))
    expect(nextRound(plan, all, 9)).toBeNull()
    const campaign = { plan, variants: all, base: request, objective: 'iwcv' } satisfies Partial<Campaign>
    expect(concludeCampaign(campaign).best?.variant).toBe('trial-6-round-3')
  })
})
