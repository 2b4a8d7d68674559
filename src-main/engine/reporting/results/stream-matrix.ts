/** What `npm run results` streams: one network, its seeds, the shifts, and the orders in which images come. */
import type { RunRequest } from '@shared/domain/run'
import { StreamPlan } from '@shared/domain/stream'
import { shifts } from '../../shift/registry'
import { streamMethods } from '../../test-time/registry'
import type { StreamMethodDefinition } from '../../test-time/stream-method'
import { builtInRequest } from './built-in-request'
import type { StreamTableId } from './stream-line'

export interface StreamTable {
  readonly id: StreamTableId
  readonly protocol: StreamPlan['protocol']
  readonly severity: number
  readonly batch: number
  readonly title: string
  readonly note: string
}

export const streamSeeds: readonly number[] = [0, 1, 2]

export const streamTables: readonly StreamTable[] = [
  {
    id: 'online',
    protocol: 'online',
    severity: 5,
    batch: 64,
    title: 'Well mixed, severity 5',
    note: 'Images shuffled, the model reset where the shift changes.',
  },
  {
    id: 'correlated',
    protocol: 'correlated',
    severity: 5,
    batch: 64,
    title: 'Correlated, severity 5',
    note: 'The same images in runs of one class (Dirichlet, concentration 0.1), the model reset where the shift changes. Where the source model is no better than chance, what keeps to its answers cannot be either.',
  },
  {
    id: 'correlated-runs',
    protocol: 'correlated',
    severity: 5,
    batch: 16,
    title: 'Correlated, severity 5, batches shorter than a run',
    note: 'Added after the table above was seen, whose batches of 64 hold two or three runs of the 50 images of a class: here a batch lies within a run, as it does in the literature’s streams of 10,000 images.',
  },
  {
    id: 'correlated-mild',
    protocol: 'correlated',
    severity: 2,
    batch: 64,
    title: 'Correlated, severity 2',
    note: 'Added after the first correlated table was seen: the same order at a severity where the source model is at chance under fewer shifts. LAME keeps to the source model’s answers, so it can only help where those are right more often than not.',
  },
]

const pair = 'digits-textured'

/** Source-only training of the residual network with batch normalisation; its target plays no part. */
export function streamModelRequest(): RunRequest {
  return builtInRequest(pair, {
    backbone: 'resnet-bn',
    epochs: 5,
    settings: { schedule: 'cosine' },
    methods: ['source-only'],
    seeds: [...streamSeeds],
    bare: true,
  })
}

/** Every shift of the library that has ImageNet-C's constants: none was chosen for what a method makes of it. */
const streamShifts = shifts.filter(({ levels }) => levels === 'imagenet-c')

/** The plan of one stream; the seed is that of the model, too. */
export function streamPlan({ protocol, severity, batch }: StreamTable, method: string, seed: number): StreamPlan {
  return StreamPlan.parse({ method, protocol, seed, batch, shifts: streamShifts.map(({ id }) => ({ kind: id, severity })) })
}

/** All but the source model itself, which every stream answers beside the method; the slow ones last. */
export function methodsOfStreams(): readonly StreamMethodDefinition[] {
  const slow = ['ttt', 'cotta', 'memo']
  const able = streamMethods.filter(({ id }) => id !== 'source')
  return [...able.filter(({ id }) => !slow.includes(id)), ...slow.flatMap((id) => able.filter((one) => one.id === id))]
}
