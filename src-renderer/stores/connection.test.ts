/** What the strip says when the engine stops. */

import type { RunRecord } from '@shared/domain/run'
import { describe, expect, test } from 'vitest'
import { describeHealth, describeSafety } from './connection'

const labelOf = (method: string): string => (method === 'dann' ? 'DANN' : method)
const run = {
  id: 'run',
  name: 'Run',
  status: 'interrupted',
  trials: [
    { id: 'source-only-1', method: 'source-only', seed: 1, status: 'done', checkpointEpoch: 10 },
    { id: 'dann-1', method: 'dann', seed: 1, status: 'interrupted', checkpointEpoch: 6 },
  ],
} as unknown as RunRecord
const ready = { state: 'ready', message: null, hint: null, restarts: 0, pid: 1 } as const

describe('engine strip', () => {
  test('is absent while all is well', () => {
    expect(describeHealth({ health: ready, dismissedRestarts: 0 }, [run], labelOf)).toBeNull()
  })

  test('names the run that is safe and offers to resume it', () => {
    const strip = describeHealth({ health: { ...ready, restarts: 1 }, dismissedRestarts: 0 }, [run], labelOf)
    expect(strip).toMatchObject({ message: 'The engine stopped unexpectedly. DANN seed 1 is safe up to epoch 6.', resumeRunId: 'run' })
  })

  test('offers no resume before the engine is back', () => {
    const health = { ...ready, state: 'restarting', restarts: 1 } as const
    expect(describeHealth({ health, dismissedRestarts: 0 }, [run], labelOf)).toMatchObject({
      resumeRunId: null,
      hint: 'It is starting again.',
    })
  })

  test('stays closed until the next restart', () => {
    expect(describeHealth({ health: { ...ready, restarts: 1 }, dismissedRestarts: 1 }, [run], labelOf)).toBeNull()
    expect(describeHealth({ health: { ...ready, restarts: 2 }, dismissedRestarts: 1 }, [run], labelOf)).not.toBeNull()
  })

  test('of an engine that gave up repeats its words and offers a restart', () => {
    const health = { ...ready, state: 'failed', message: 'TensorFlow is missing.', hint: 'Run the doctor.' } as const
    expect(describeHealth({ health, dismissedRestarts: 9 }, [], labelOf)).toMatchObject({
      message: 'TensorFlow is missing.',
      hint: 'Run the doctor.',
      canRestart: true,
    })
  })

  test('does not promise a checkpoint where there is none', () => {
    const fresh = { ...run, trials: [{ ...run.trials[1]!, checkpointEpoch: 0 }] }
    expect(describeSafety(fresh, labelOf)).toBe('DANN seed 1 starts again; finished seeds are safe.')
  })
})
