/** The part of the conformance suite that trains: what every session must hold to, on the toy task. */

import { AppError } from '@shared/contract/failure'
import { describe, expect, it } from 'vitest'
import { type Rank, tf } from '../../backend/tensorflow'
import type { CompileMode } from '../../training/compile-mode'
import type { MethodDefinition } from '../method'
import { blobClasses, blobSide } from './shifted-blobs'
import { startToyTrial, type ToyOptions, type ToyTrial } from './toy-trial'

const short = { seed: 1, totalSteps: 12 }

/** Runs `work` on a fresh trial and frees it. */
async function withTrial<T>(method: MethodDefinition, options: ToyOptions, work: (trial: ToyTrial) => T | Promise<T>): Promise<T> {
  const trial = startToyTrial(method, options)
  try {
    return await work(trial)
  } finally {
    trial.dispose()
  }
}

function stateOf({ session }: ToyTrial): Map<string, number[]> {
  return new Map([...session.state].map(([name, variable]) => [name, [...variable.dataSync()]]))
}

function weightsOf({ session }: ToyTrial): number[] {
  return session.weights.flatMap((name) => [...(session.state.get(name)?.dataSync() ?? [])])
}

const distance = (a: readonly number[], b: readonly number[]): number => Math.hypot(...a.map((value, entry) => value - b[entry]))

/** What a method says of a setting it cannot train with; any other error is thrown on. */
function refusalOf(error: unknown): AppError {
  if (error instanceof AppError) return error
  throw error
}

/** Declares the tests of each method. */
export function describeTraining(methods: readonly MethodDefinition[]): void {
  describe.each(methods.map((method) => ({ id: method.id, method })))('$id', ({ id, method }) => {
    it(`${id}: the same seed gives bit-identical weights and metrics, another seed others`, async () => {
      const trained = (options: typeof short) =>
        withTrial(method, options, async (trial) => ({ metrics: await trial.train({ from: 0, to: 12 }), weights: trial.weightsSha256() }))
      const results = [await trained(short), await trained(short), await trained({ ...short, seed: 2 })]
      expect(results[1]).toEqual(results[0])
      expect(results[2].weights).not.toBe(results[0].weights)
    })

    it(`${id}: metrics and schedules are finite from the first step to the last`, async () => {
      await withTrial(method, short, async (trial) => {
        for (let step = 0; step < short.totalSteps; step++) {
          const metrics = await trial.train({ from: step, to: step + 1 })
          expect(Object.keys(metrics)).toContain('classLoss')
          for (const [name, value] of Object.entries(metrics)) expect(Number.isFinite(value), name).toBe(true)
        }
        for (const progress of [0, 0.5, 1]) {
          const schedules = trial.session.schedules(progress)
          expect(Object.keys(schedules)).toContain('learningRate')
          for (const [name, value] of Object.entries(schedules)) expect(Number.isFinite(value), name).toBe(true)
        }
      })
    })

    it(`${id}: a linear probe leaves the extractor alone, or is refused in words`, async () => {
      const featuresOf = (trial: ToyTrial) => [...stateOf(trial)].filter(([name]) => name.startsWith('features/'))
      const probe = { ...short, params: { trained: 'linear-probe' } }
      const outcome = await withTrial(method, probe, async (trial) => {
        const before = featuresOf(trial)
        await trial.train({ from: 0, to: short.totalSteps })
        expect(featuresOf(trial)).toEqual(before)
        return null
      }).catch(refusalOf)
      if (outcome !== null) expect(outcome).toMatchObject({ code: 'invalid-input', field: 'settings.trained' })
    })

    it(`${id}: while blocks are freed one after the other, steps stay compiled and the same seed gives the same weights, or it is refused in words`, async () => {
      const gradual = { ...short, params: { trained: 'gradual', unfreezePart: 0.4 }, compile: 'auto' } as const
      const run = () =>
        withTrial(method, gradual, async (trial) => {
          await trial.train({ from: 0, to: short.totalSteps })
          return { weights: trial.weightsSha256(), execution: trial.execution }
        })
      const first = await run().catch(refusalOf)
      if (first instanceof AppError) {
        expect(first).toMatchObject({ code: 'invalid-input', field: 'settings.trained' })
        return
      }
      expect(first.execution.compiled).toBe(method.eager === undefined)
      expect(await run()).toEqual(first)
    })

    it(`${id}: steps and predictions leave no tensor behind, and dispose frees everything`, async () => {
      const before = tf.memory().numTensors
      await withTrial(method, short, async (trial) => {
        await trial.train({ from: 0, to: 1 })
        const during = tf.memory().numTensors
        await trial.train({ from: 1, to: 4 })
        trial.targetAccuracyPct()
        expect(tf.memory().numTensors).toBe(during)
      })
      expect(tf.memory().numTensors).toBe(before)
    })

    it(`${id}: predicts logits [B,C], extracts features [B,D], and neither changes the state`, async () => {
      await withTrial(method, short, (trial) => {
        const before = stateOf(trial)
        tf.tidy(() => {
          const x = tf.zeros<Rank.R4>([5, blobSide, blobSide, 3])
          expect(trial.session.predict(x, 'target').shape).toEqual([5, blobClasses])
          expect(trial.session.features(x, 'target').shape[0]).toBe(5)
          expect(trial.session.features(x, 'target').rank).toBe(2)
        })
        expect(stateOf(trial)).toEqual(before)
      })
    })

    it(`${id}: weights are part of the state, and every weight a prediction uses is among them`, async () => {
      await withTrial(method, short, (trial) => {
        const { session } = trial
        for (const name of session.weights) expect(session.state.has(name), name).toBe(true)
        for (const name of session.state.keys()) {
          if (name.startsWith('optimizer/')) expect(session.weights).not.toContain(name)
        }
        expect(session.weights.some((name) => name.startsWith('features/'))).toBe(true)
        expect(session.weights.some((name) => name.startsWith('head/'))).toBe(true)
      })
    })

    it(`${id}: compiled steps do what eager ones do, or the method says why they cannot be compiled`, async () => {
      const run = (compile: CompileMode) =>
        withTrial(method, { ...short, compile }, async (trial) => {
          const before = weightsOf(trial)
          const metrics = await trial.train({ from: 0, to: short.totalSteps })
          return { metrics, before, after: weightsOf(trial), execution: trial.execution }
        })
      const [eager, compiled] = [await run('off'), await run('auto')]
      expect(compiled.execution).toEqual({ compiled: method.eager === undefined, reason: method.eager ?? '' })
      // Both do the same operations, fused and ordered differently: after twelve steps rounding has grown to well under this.
      expect(distance(compiled.after, eager.after)).toBeLessThan(1e-2 * distance(eager.after, eager.before))
      expect(Object.keys(compiled.metrics)).toEqual(Object.keys(eager.metrics))
      for (const [name, value] of Object.entries(eager.metrics)) {
        expect(Math.abs(compiled.metrics[name] - value), name).toBeLessThanOrEqual(1e-2 * Math.max(1, Math.abs(value)))
      }
    })

    it(`${id}: a fresh session that takes over the state goes on with identical numbers`, async () => {
      const straight = await withTrial(method, short, async (trial) => ({
        metrics: await trial.train({ from: 0, to: 12 }),
        state: stateOf(trial),
      }))
      const resumed = await withTrial(method, short, async (first) => {
        await first.train({ from: 0, to: 5 })
        return withTrial(method, short, async (second) => {
          for (const [name, variable] of second.session.state) {
            const stored = first.session.state.get(name)
            if (stored === undefined) throw new Error(`${name} is missing from the state`)
            tf.tidy(() => variable.assign(tf.tensor(stored.dataSync(), stored.shape, stored.dtype)))
          }
          return { metrics: await second.train({ from: 5, to: 12 }), state: stateOf(second) }
        })
      })
      expect(resumed).toEqual(straight)
    })
  })
}
