import type { EmbeddingFrame, EmbeddingPoints } from '@shared/domain/embedding'
import { describe, expect, test } from 'vitest'
import { chosenWords, colourWords, neighbourWords, pointWords, verdictOf } from './map-words'

const points: EmbeddingPoints = {
  runId: 'r',
  trialId: 't',
  domain: Uint8Array.of(0, 0, 1),
  sourceClass: Int32Array.of(0, 1, -1),
  imageIndex: Int32Array.of(10, 11, 2817),
  classNames: ['cat', 'dog'],
}
const frame: EmbeddingFrame = {
  runId: 'r',
  trialId: 't',
  epoch: 3,
  phase: 'settled',
  method: 'tsne',
  positions: new Float32Array(6),
  prediction: Int32Array.of(0, 0, 1),
  confidence: Float32Array.of(1, 0.6, 0.5),
  entropy: Float32Array.of(0, 0.5, 1),
  kl: 1.31,
  trustworthiness: 0.962,
  agreement: 0.91,
  aDistance: 0.7,
  measures: null,
  iteration: 500,
  iterations: 500,
}

describe('map words', () => {
  test('a trustworthy picture that two seeds agree on holds, others warn with their figure', () => {
    expect(verdictOf(frame).text).toBe('Picture holds')
    expect(verdictOf({ ...frame, trustworthiness: 0.81 })).toEqual({
      tone: 'warn',
      text: 'Do not read neighbours off this picture: trustworthiness 0.81',
    })
    expect(verdictOf({ ...frame, agreement: 0.61 }).text).toBe('Do not read distances between clusters: agreement 0.61')
  })

  test('a picture that still moves gives no verdict', () => {
    expect(verdictOf({ ...frame, phase: 'optimising', iteration: 120 })).toEqual({ tone: 'muted', text: 'Settling, 120 of 500 iterations' })
  })

  test('a target point never tells its label', () => {
    expect(pointWords(points, frame, 2)).toEqual({ title: 'Target 2,817', prediction: 'now dog at 0.50', label: 'true label sealed' })
  })

  test('a source point says when its prediction is wrong', () => {
    expect(pointWords(points, frame, 1).label).toBe('labelled dog, so this is wrong')
  })

  test('colour by prediction counts wrong source points only', () => {
    expect(colourWords('prediction', points, frame).full).toContain('1 of 2 source points')
  })

  test('colour by confidence says that it is not accuracy, by entropy when there is none', () => {
    expect(colourWords('confidence', points, frame).full).toContain('not accuracy')
    expect(colourWords('entropy', points, { ...frame, entropy: new Float32Array(0) }).short).toBe('entropy not kept')
  })

  test('neighbours are summed up by what most of them are', () => {
    expect(neighbourWords(points, frame, [1, 2, 1])).toBe('2 of 3 are source points of class dog.')
  })

  test('a lasso is summed up by domains and its two largest classes', () => {
    expect(chosenWords(points, frame, [0, 1, 2])).toBe('2 source, 1 target; mostly dog and cat')
  })
})
