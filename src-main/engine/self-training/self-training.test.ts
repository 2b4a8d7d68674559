import { describe, expect, it } from 'vitest'
import { centroidLabels } from './centroid-labels'
import { sureLabels } from './sure-labels'

describe('sure labels', () => {
  it('sure labels: the most probable class of each row, counted from the threshold on', () => {
    const { labels, sure } = sureLabels(Float32Array.of(0.25, 0.75, 0.5, 0.5, 1, 0), 2, 0.75)
    expect([...labels]).toEqual([1, 0, 0])
    expect([...sure]).toEqual([1, 0, 1])
  })
})

describe('centroid labels', () => {
  // Two groups in the plane; the third point of the first group is mistaken for the second.
  const features = { features: Float32Array.of(10, 0, 11, 1, 9, 1, 0, 10, 1, 11, 1, 9), count: 6, dimensions: 2 }
  const mistaken = Float32Array.of(0.9, 0.1, 0.9, 0.1, 0.4, 0.6, 0.1, 0.9, 0.2, 0.8, 0.1, 0.9)

  for (const distance of ['cosine', 'euclidean'] as const) {
    it(`centroid labels: with ${distance} distances a sample joins the group it lies in, whatever was predicted`, () => {
      expect([...centroidLabels(features, mistaken, { distance, threshold: 0 }).labels]).toEqual([0, 0, 0, 1, 1, 1])
    })
  }

  it('centroid labels: a class that is predicted too seldom gets no labels', () => {
    const lonely = Float32Array.of(0.9, 0.1, 0.1, 0.9, 0.1, 0.9, 0.1, 0.9, 0.1, 0.9, 0.1, 0.9)
    expect([...centroidLabels(features, lonely, { distance: 'euclidean', threshold: 1 }).firstLabels]).toEqual([1, 1, 1, 1, 1, 1])
  })
})
