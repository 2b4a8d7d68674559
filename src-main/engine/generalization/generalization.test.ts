/** Which runs a study is made of, the settings drawn for it, and what its table chooses. */
import { GeneralizationPlan } from '@shared/domain/generalization'
import type { RunRecord, RunResult } from '@shared/domain/run'
import { describe, expect, it } from 'vitest'
import { findMethod } from '../methods/registry'
import { generalizationCsv, generalizationMarkdown } from '../reporting/generalization-documents'
import { drawSettings } from './draw-settings'
import { planRuns } from './plan-runs'
import { type StudyRun, tabulate } from './tabulate'

const plan = (changes: object = {}) =>
  GeneralizationPlan.parse({
    domains: ['a', 'b', 'c'].map((name) => ({ name, source: { kind: 'folder', path: `/${name}` } })),
    methods: ['erm', 'irm'],
    images: { imageSize: 16 },
    seeds: [0, 1],
    ...changes,
  })

describe('plan', () => {
  it('plan: every domain is the target once for each setting, and never among the sources of its own run', () => {
    const runs = planRuns(plan({ hyperSeeds: 2 }))
    expect(runs.map(({ name }) => name)).toEqual([0, 1].flatMap((setting) => [1, 2, 3].map((at) => `${at}-of-3-setting-${setting}`)))
    for (const { request } of runs) {
      expect(request.source).toMatchObject({ kind: 'joined', parts: expect.not.arrayContaining([request.target]) })
      expect(request.bare).toBe(true)
    }
    expect(new Set(runs.map(({ request }) => request.fold?.of)).size).toBe(1)
  })

  it('plan: a method that trains on the target is refused by name', () => {
    expect(() => planRuns(plan({ methods: ['erm', 'dann'] }))).toThrow('DANN trains on the target')
  })

  it('settings: number 0 draws nothing; others stay within what parameters declare, by name, and what the user sets stays', () => {
    const methods = [findMethod('irm'), findMethod('groupdro')]
    expect(drawSettings(methods, 0)).toEqual({})
    const drawn = drawSettings(methods, 3)
    expect(Object.keys(drawn).sort()).toEqual(['groupRate', 'learningRate', 'penaltyWeight'])
    expect(drawn.penaltyWeight).toBeGreaterThanOrEqual(0.1)
    expect(drawn.penaltyWeight).toBeLessThanOrEqual(1e5)
    expect(drawSettings(methods, 3)).toEqual(drawn)
    expect(drawSettings(methods.slice(0, 1), 3).learningRate).toBe(drawn.learningRate)
    const [, , , run] = planRuns(plan({ hyperSeeds: 2, settings: { penaltyWeight: 7 } }))
    expect(run.request.settings.penaltyWeight).toBe(7)
  })
})

/** Target accuracy of a trial by left-out domain, setting and seed; what it is chosen by, at the sources and by the oracle. */
type Scores = (cell: { heldOut: number; setting: number; seed: number; method: string }) => {
  readonly validation: number
  readonly target: number
  readonly halves: [number, number]
}

function studyOf(scores: Scores, hyperSeeds: number): StudyRun[] {
  return planRuns(plan({ hyperSeeds })).map(({ request }) => {
    const runs = request.methods.flatMap((method) =>
      request.seeds.map((seed) => {
        const { heldOut = 0, hyperSeed: setting = 0 } = request.fold ?? {}
        const { validation, target, halves } = scores({ heldOut, setting, seed, method })
        return {
          method,
          seed,
          lastCheckpoint: { epoch: 1, sourceAccuracyPct: 0, sourceDomainsPct: [validation - 1, validation + 1], targetAccuracyPct: target },
          target: { confusion: [], macroF1Pct: 0, ecePct: null, halvesPct: halves },
        }
      }),
    )
    return { record: { name: 'x', request } as unknown as RunRecord, result: { runs } as unknown as RunResult }
  })
}

describe('table', () => {
  const scores: Scores = ({ heldOut, setting, seed, method }) => ({
    // Setting 1 looks best at the sources, setting 0 is best on the target.
    validation: setting === 1 ? 90 : 80,
    target: 50 + 10 * heldOut + 2 * seed - 20 * setting + (method === 'irm' ? 3 : 0),
    halves: [setting === 0 ? 70 : 60, 50 + 10 * heldOut - setting],
  })

  it('table: settings are chosen by the mean over the source domains, whatever the target says', () => {
    const [erm] = tabulate(studyOf(scores, 2), String).methods
    expect(erm.trainingDomain.perDomain.map((one) => one?.meanPct)).toEqual([31, 41, 51])
    expect(erm.trainingDomain.average).toMatchObject({ meanPct: 41, trials: 2 })
    expect(erm.trainingDomain.average?.standardErrorPct).toBeCloseTo(Math.sqrt(2) / Math.sqrt(2), 12)
  })

  it('table: the oracle chooses on one half and reports on the other, and has nothing to choose among one setting', () => {
    expect(tabulate(studyOf(scores, 2), String).methods[0].oracle?.perDomain.map((one) => one?.meanPct)).toEqual([50, 60, 70])
    expect(tabulate(studyOf(scores, 1), String).methods[0].oracle).toBeNull()
  })

  it('table: the difference to ERM is taken seed by seed', () => {
    const [erm, irm] = tabulate(studyOf(scores, 1), String).methods
    expect(erm.overErm).toBeNull()
    expect(irm.overErm?.meanPct).toBeCloseTo(3, 10)
    expect(irm.overErm?.ci95Pct).toBeCloseTo(0, 10)
  })

  it('table: while a setting is missing nothing is chosen, and the missing runs are counted', () => {
    const runs = studyOf(scores, 2).map((run, at) => (at === 5 ? { ...run, result: null } : run))
    const table = tabulate(runs, String)
    expect(table.missingRuns).toBe(1)
    expect(table.methods[0].trainingDomain.perDomain[2]).toBeNull()
    expect(table.methods[0].trainingDomain.average).toBeNull()
    expect(table.methods[0].trainingDomain.perDomain[0]?.meanPct).toBe(31)
  })

  it('documents: the oracle stands apart, in words, and the CSV has a row a figure', () => {
    const table = tabulate(studyOf(scores, 2), String)
    const markdown = generalizationMarkdown(table)
    expect(markdown.indexOf('ORACLE')).toBeGreaterThan(markdown.indexOf('| erm | 31.0 ± 1.0 |'))
    expect(generalizationCsv(table).trim().split('\n')).toHaveLength(1 + 2 * 2 * 4)
  })
})
