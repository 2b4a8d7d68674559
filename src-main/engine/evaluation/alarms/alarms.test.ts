/** Each finding on a case made to show it, and on its nearest harmless neighbour. */
import type { TrialResult } from '@shared/domain/run'
import { describe, expect, it } from 'vitest'
import { findCollapse } from './collapse'
import { findOneSidedGame, tooManyCheckpoints } from './domain-classifier'
import { findNegativeTransfer } from './negative-transfer'
import { createTrialWatch } from './trial-watch'

describe('collapse', () => {
  it('collapse: one class taking all at two checkpoints in a row is found, once alone is not', () => {
    expect(findCollapse({ largestClassPct: [30, 97, 98], sourceLargestPct: 10 })).toMatchObject({ kind: 'collapse', level: 'bad' })
    expect(findCollapse({ largestClassPct: [98, 30, 97], sourceLargestPct: 10 })).toBeNull()
    expect(findCollapse({ largestClassPct: [97], sourceLargestPct: 10 })).toBeNull()
  })
  it('collapse: where the source itself has one large class, more is needed', () => {
    expect(findCollapse({ largestClassPct: [93, 93], sourceLargestPct: 64 })).toBeNull()
    expect(findCollapse({ largestClassPct: [100, 100], sourceLargestPct: 64 })).not.toBeNull()
  })
})

describe('domain classifier', () => {
  it('domain classifier: winning or losing for too long is found, a spell of it is not', () => {
    const epochs = 20
    const run = (value: number, length: number) => [...Array(5).fill(70), ...Array(length).fill(value)]
    const span = tooManyCheckpoints(epochs, 1)
    expect(span).toBe(4)
    expect(findOneSidedGame({ accuracyPct: run(98, span), epochs, epochsBetween: 1 })?.kind).toBe('domain-classifier-won')
    expect(findOneSidedGame({ accuracyPct: run(50, span), epochs, epochsBetween: 1 })?.kind).toBe('domain-classifier-lost')
    expect(findOneSidedGame({ accuracyPct: run(98, span - 1), epochs, epochsBetween: 1 })).toBeNull()
    expect(findOneSidedGame({ accuracyPct: run(75, span), epochs, epochsBetween: 1 })).toBeNull()
    const long = { epochs: 300, epochsBetween: 5 }
    expect(findOneSidedGame({ accuracyPct: run(98, 11), ...long })).toBeNull()
    expect(findOneSidedGame({ accuracyPct: run(98, 12), ...long })?.text).toContain('for 60 epochs')
  })
})

describe('negative transfer', () => {
  const trial = (method: string, seed: number, target: number | null) =>
    ({ method, seed, lastCheckpoint: { epoch: 1, sourceAccuracyPct: 99, targetAccuracyPct: target } }) as TrialResult
  const runs = (values: readonly (number | null)[]) => [
    ...[60, 62, 64].map((target, seed) => trial('source-only', seed, target)),
    ...values.map((target, seed) => trial('dann', seed, target)),
  ]
  it('negative transfer: raised where the interval leaves out zero, not where it holds it', () => {
    expect(findNegativeTransfer({ runs: runs([50, 52, 53]) }, (id) => id)).toMatchObject([{ level: 'bad', method: 'dann' }])
    expect(findNegativeTransfer({ runs: runs([50, 70, 60]) }, (id) => id)).toEqual([])
    expect(findNegativeTransfer({ runs: runs([30]) }, (id) => id)).toEqual([])
  })
  it('negative transfer: a gain, or a target without labels, raises nothing', () => {
    expect(findNegativeTransfer({ runs: runs([70, 72, 74]) }, (id) => id)).toEqual([])
    expect(findNegativeTransfer({ runs: runs([null, null, null]) }, (id) => id)).toEqual([])
  })
})

describe('trial watch', () => {
  const watchOf = () => createTrialWatch({ epochs: 5, sourceLabels: Int32Array.of(0, 1, 2, 3) })
  const at = (share: number) => ({ targetLargestClassPct: share })
  it('watch: a finding is raised once, and never of the untrained network', () => {
    const watch = watchOf()
    expect([0, 1, 2, 3, 4].map((epoch) => watch.closeEpoch(epoch, at(99)).length)).toEqual([0, 0, 1, 0, 0])
  })
  it('watch: a resumed trial goes on with what it had recorded, without raising it again', () => {
    const watch = watchOf()
    const point = (name: string, epoch: number, value: number) => ({ step: epoch, epoch, name, value })
    watch.replay([1, 2, 3].flatMap((epoch) => [point('domainAccuracyPct', epoch, 99), point('targetLargestClassPct', epoch, 30)]))
    watch.note([point('domainAccuracyPct', 4, 99)])
    expect(watch.closeEpoch(4, at(30))).toEqual([])
  })
})
