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

/**
 * Methods that have no means against this shift, with what to expect of them instead: the target's blobs lie beside the
 * source's, so that weighting source images brings none of them nearer, and labels of its own teach a model its own mistakes.
 */
const without: Readonly<Record<string, { readonly reason: string; readonly pointsBelow: number }>> = {
  kmm: { reason: 'weights source images, which moves no feature', pointsBelow: 5 },
  kliep: { reason: 'weights source images, which moves no feature', pointsBelow: 5 },
  'pseudo-labels': { reason: 'learns from its own mistakes', pointsBelow: 20 },
}

describe('adaptation', () => {
  let sourceOnlyPct: number | null = null

  for (const method of methods.filter((one) => one.needs.target !== 'none')) {
    const exception = without[method.id]
    const says = exception ? `${exception.reason}: loses less than ${exception.pointsBelow} points` : 'beats source-only by 10 points'
    it(`${method.id}: ${says} on shifted blobs`, async () => {
      sourceOnlyPct ??= await trainedAccuracyPct(sourceOnly)
      expect(await trainedAccuracyPct(method)).toBeGreaterThanOrEqual(sourceOnlyPct + (exception ? -exception.pointsBelow : 10))
    })
  }
})
