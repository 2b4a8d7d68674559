/** What `npm run results` streams: one network, its seeds, the shifts, and the two orders in which images come. */
import { RunRequest } from '@shared/domain/run'
import { StreamPlan } from '@shared/domain/stream'
import { findBuiltInPair } from '../../data/built-in-pairs'
import { shifts } from '../../shift/registry'
import { streamMethods } from '../../test-time/registry'
import type { StreamMethodDefinition } from '../../test-time/stream-method'

export interface StreamTable {
  readonly id: 'online' | 'correlated'
  readonly title: string
  readonly note: string
}

export const streamSeeds: readonly number[] = [0, 1, 2]

export const streamTables: readonly StreamTable[] = [
  { id: 'online', title: 'Well mixed', note: 'Images shuffled, the model reset where the shift changes.' },
  {
    id: 'correlated',
    title: 'Correlated',
    note: 'The same images in runs of one class (Dirichlet, concentration 0.1), the model reset where the shift changes.',
  },
]

const pair = 'digits-textured'

/** Source-only training of the residual network with batch normalisation; its target plays no part. */
export function streamModelRequest(): RunRequest {
  const { imageSize, ...suggested } = findBuiltInPair(pair).pair.suggested
  return RunRequest.parse({
    source: { kind: 'built-in', pair, role: 'source' },
    target: { kind: 'built-in', pair, role: 'target' },
    ...suggested,
    images: { imageSize },
    backbone: 'resnet-bn',
    epochs: 5,
    settings: { schedule: 'cosine' },
    methods: ['source-only'],
    seeds: [...streamSeeds],
    bare: true,
  })
}

/** Every shift of the library that has ImageNet-C's constants, at its strongest: none was chosen for what a method makes of it. */
const streamShifts = shifts.filter(({ levels }) => levels === 'imagenet-c')

/** The plan of one stream; the seed is that of the model, too. */
export function streamPlan(table: StreamTable['id'], method: string, seed: number): StreamPlan {
  return StreamPlan.parse({ method, protocol: table, seed, shifts: streamShifts.map(({ id }) => ({ kind: id, severity: 5 })) })
}

/** All but the source model itself, which every stream answers beside the method; the slow ones last. */
export function methodsOfStreams(): readonly StreamMethodDefinition[] {
  const slow = ['ttt', 'cotta', 'memo']
  const able = streamMethods.filter(({ id }) => id !== 'source')
  return [...able.filter(({ id }) => !slow.includes(id)), ...slow.flatMap((id) => able.filter((one) => one.id === id))]
}
