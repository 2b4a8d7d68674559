/** Whether each method adapts: a full training on the shifted blobs, beside source-only on the same. */
import { describe, expect, it } from 'vitest'
import type { MethodDefinition } from './method'
import { methods } from './registry'
import { sourceOnly } from './source-only'
import { startToyTrial } from './testing/toy-trial'

const options = { seed: 1, totalSteps: 200 }

async function trainedAccuracyPct(method: MethodDefinition): Promise<number> {
  const trial = startToyTrial(method, options)
  try {
    await trial.train({ from: 0, to: options.totalSteps })
    return trial.targetAccuracyPct()
  } finally {
    trial.session.dispose()
  }
}

describe('adaptation', () => {
  let sourceOnlyPct: number | null = null

  for (const method of methods.filter((one) => one.needs.target !== 'none')) {
    it(`${method.id}: beats source-only by 10 points on shifted blobs`, async () => {
      sourceOnlyPct ??= await trainedAccuracyPct(sourceOnly)
      expect(await trainedAccuracyPct(method)).toBeGreaterThanOrEqual(sourceOnlyPct + 10)
    })
  }
})
