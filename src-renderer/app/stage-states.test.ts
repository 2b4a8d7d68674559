import type { RunRecord } from '@shared/domain/run'
import { expect, test } from 'vitest'
import { noMap } from '../stores/fold-embedding'
import { alignmentStage } from './stage-states'

test('alignment: a map is spoken of only once there is one; before, the checkpoint is', () => {
  const run = { id: 'r', status: 'done', trials: [{ id: 't', checkpointEpoch: 10 }] } as unknown as RunRecord
  expect(alignmentStage([], {}).figure).toBe('after the first checkpoint')
  expect(alignmentStage([run], {}).figure).toBe('checkpoint at epoch 10')
  expect(alignmentStage([run], { 'r/t': noMap }).figure).toBe('checkpoint at epoch 10')
  const checkpoints = [{ epoch: 8 }] as (typeof noMap)['checkpoints'][number][]
  expect(alignmentStage([run], { 'r/t': { ...noMap, checkpoints } }).figure).toBe('map at epoch 8')
})
