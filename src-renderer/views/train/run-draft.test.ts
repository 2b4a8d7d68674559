import { suggestedDefaults } from '@shared/domain/dataset'
import type { BackboneInfo, MethodInfo } from '@shared/domain/method'
import type { Study } from '@shared/domain/study'
import { describe, expect, test } from 'vitest'
import {
  draftOf,
  draftProblems,
  estimateSeconds,
  fewLabelNote,
  labelProblem,
  nextSeed,
  recommendedDraft,
  requestOf,
  startable,
  suggestionFor,
  trainedMethods,
  withMethod,
} from './run-draft'

const method = (id: string, params: Record<string, unknown> = {}): MethodInfo => ({
  id,
  label: id,
  family: 'adversarial',
  summary: '',
  needs: { sources: 'one', target: 'unlabelled', start: 'backbone' },
  paper: null,
  params: { type: 'object', properties: params },
})
const backbone = (id: string, minImageSize = 28, maxImageSize = 32): BackboneInfo => ({
  id,
  label: id,
  summary: '',
  minImageSize,
  maxImageSize,
  defaultImageSize: minImageSize,
  params: { type: 'object', properties: { dropout: { type: 'number', minimum: 0, maximum: 1, default: 0.5 } } },
})
const dann = method('dann', { lambdaMax: { type: 'number', minimum: 0, maximum: 10, default: 1 } })
const methods = [method('source-only'), dann, method('target-oracle')]
const cnn = backbone('digits-cnn-bn')
const study: Study = {
  id: 'digits',
  name: 'Digits',
  createdAt: '',
  updatedAt: '',
  demo: false,
  data: {
    source: { kind: 'built-in', pair: 'digits-textured', role: 'source' },
    target: { kind: 'built-in', pair: 'digits-textured', role: 'target' },
    images: { imageSize: 28 },
    testFraction: 0.2,
  },
}

describe('run draft', () => {
  test('the recommended network takes the images of the study', () => {
    const draft = recommendedDraft(methods, [cnn, backbone('resnet-bn', 32, 96)], 64, suggestedDefaults)
    expect([draft.method, draft.backbone, draft.seeds, draft.references]).toEqual(['dann', 'resnet-bn', [0, 1, 2], true])
  })

  test('a built-in pair brings the network and length that suit it', () => {
    const moons = { ...suggestedDefaults, backbone: 'mlp', epochs: 300 }
    const pair = { id: 'moons', label: '', description: '', sourceName: '', targetName: '', suggested: moons }
    const suggested = suggestionFor({ kind: 'built-in', pair: 'moons', role: 'source' }, [pair])
    const draft = recommendedDraft(methods, [cnn, backbone('mlp', 4, 96)], 28, suggested)
    expect([draft.backbone, draft.epochs]).toEqual(['mlp', 300])
    expect(suggestionFor({ kind: 'folder', path: '/a' }, [pair])).toEqual(suggestedDefaults)
  })

  test('problems are named at the field they belong to', () => {
    const draft = {
      ...recommendedDraft(methods, [cnn], 28, suggestedDefaults),
      epochs: 0,
      batch: 1.5,
      seeds: [],
      settings: { lambdaMax: 11 },
    }
    const problems = draftProblems(draft, { method: dann, backbone: cnn }, 96)
    expect(Object.keys(problems).sort()).toEqual(['backbone', 'batch', 'epochs', 'lambdaMax', 'seeds'])
    expect(problems.backbone).toContain('28 to 32 px')
  })

  test('a good draft has no problems', () => {
    expect(draftProblems(recommendedDraft(methods, [cnn], 28, suggestedDefaults), { method: dann, backbone: cnn }, 28)).toEqual({})
  })

  test('a request carries the study and leaves out settings of an earlier choice', () => {
    const draft = { ...recommendedDraft(methods, [cnn], 28, suggestedDefaults), settings: { lambdaMax: 0.5, dropout: 0.2, perplexity: 30 } }
    const request = requestOf(draft, study, { method: dann, backbone: cnn })
    expect(request.settings).toEqual({ lambdaMax: 0.5, dropout: 0.2 })
    expect(request.testFraction).toBe(0.2)
    expect(request.bare).toBe(false)
  })

  test('running again with changes starts from what was asked for', () => {
    const draft = {
      ...recommendedDraft(methods, [cnn], 28, suggestedDefaults),
      epochs: 20,
      references: false,
      sealed: true,
      settings: { lambdaMax: 0.5 },
      schedules: { lambda: [{ progress: 0.5, value: 1 }], learningRate: [{ progress: 0, value: 0.01 }] },
    }
    expect(draftOf(requestOf(draft, study, { method: dann, backbone: cnn }))).toEqual(draft)
    expect(Object.keys(withMethod(draft, 'source-only').schedules)).toEqual(['learningRate'])
  })

  test('references are not trained twice when one of them is the method', () => {
    expect(trainedMethods({ method: 'source-only', references: true, sealed: false })).toEqual(['source-only', 'target-oracle'])
    expect(trainedMethods({ method: 'dann', references: false, sealed: false })).toEqual(['dann'])
  })

  test('a run that keeps target labels shut asks for it, and trains no oracle', () => {
    const draft = { ...recommendedDraft(methods, [cnn], 28, suggestedDefaults), sealed: true }
    expect(requestOf(draft, study, { method: dann, backbone: cnn }).sealed).toBe(true)
    expect(trainedMethods(draft)).toEqual(['source-only', 'dann'])
  })

  test('cost follows epochs, seeds and what each method took before', () => {
    const earlier = [
      {
        request: { backbone: 'digits-cnn-bn', epochs: 10, images: { imageSize: 28 }, batch: 64 },
        runs: [
          { method: 'source-only', seconds: 20 },
          { method: 'dann', seconds: 50 },
        ],
      },
    ]
    const draft = { ...recommendedDraft(methods, [cnn], 28, suggestedDefaults), epochs: 20, seeds: [0, 1] }
    // per epoch 2 + 5 + 5 (the oracle was not measured: the slowest stands in), × 20 epochs × 2 seeds
    expect(estimateSeconds(draft, 28, earlier)).toBeCloseTo(480)
    expect(estimateSeconds(draft, 32, earlier)).toBeNull()
    expect(estimateSeconds(draft, 28, [])).toBeNull()
  })

  test('the next seed fills the first gap', () => {
    expect([nextSeed([]), nextSeed([0, 1, 2]), nextSeed([0, 2])]).toEqual([0, 3, 1])
  })

  const few: MethodInfo = {
    ...method('joint', { shots: { type: 'integer', minimum: 1, maximum: 1000, default: 10 } }),
    needs: { sources: 'one', target: 'few-labels', start: 'backbone' },
  }

  test('a method that learns from a few labels says how many it reads, and is offered like any other', () => {
    expect(startable([...methods, few], { source: null })).toContain(few)
    expect(fewLabelNote(few, {}, 3)).toContain('10 target labels of each of 3 classes, 30 in all')
    expect(fewLabelNote(few, { shots: 5 }, null)).toContain('5 target labels of each class')
    expect(fewLabelNote(dann, {}, 3)).toBeNull()
  })

  test('a method of several sources is offered where the study has several', () => {
    const irm: MethodInfo = { ...method('irm', {}), needs: { sources: 'many', target: 'none', start: 'backbone' } }
    const part = { kind: 'folder', path: '/a' } as const
    expect(startable([irm], { source: part })).toEqual([])
    expect(startable([irm], { source: { kind: 'joined', parts: [part, { kind: 'folder', path: '/b' }] } })).toEqual([irm])
  })

  test('a study of new classes is offered its own family, and an adapting one everything else', () => {
    const prototypical: MethodInfo = {
      ...method('prototypical', {}),
      family: 'few-shot',
      needs: { sources: 'one', target: 'none', start: 'backbone' },
    }
    expect(startable([...methods, prototypical], { kind: 'few-shot', source: null })).toEqual([prototypical])
    expect(startable([...methods, prototypical], { source: null })).not.toContain(prototypical)
    expect(recommendedDraft([prototypical], [cnn], 28, suggestedDefaults).references).toBe(false)
  })

  test('a method that learns from target labels cannot be trained without class folders', () => {
    expect(labelProblem(few, { labelled: false })).toContain('no class folders')
    expect(labelProblem(few, { labelled: true })).toBeNull()
    expect(labelProblem(few, null)).toBeNull()
    expect(labelProblem(dann, { labelled: false })).toBeNull()
  })
})
