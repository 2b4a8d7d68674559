/**
 * SWAD, dense weight averaging (Cha, Chun, Lee, Cho, Park, Lee & Park, NeurIPS 2021, arXiv:2102.08604, algorithm 1): ERM over several
 * source domains that predicts with the mean of its weights over the valley of the loss on held-out source images.
 *
 *   θ_SWAD = 1/(tₑ − tₛ) Σ_{t in (tₛ, tₑ]} θₜ
 *
 * The valley as in `shared/loss-valley.ts`: it begins where the loss stops falling and ends before it has clearly risen; without an end,
 * it reaches to the last step; without a beginning, the last weights predict. Weights join the mean at every step ("densely").
 *
 * Deviations: the loss is looked at after every epoch, on the source's held-out images; running statistics of batch normalisation are
 * averaged with the weights, where the reference passes the training images through once more.
 */
import { z } from 'zod'
import { assign } from '../backend/assign'
import { type Rank, type Tensor, tf } from '../backend/tensorflow'
import { softmaxRows } from '../evaluation/validators/softmax'
import { crossEntropies } from '../evaluation/validators/source-risk'
import { crossEntropy } from '../losses/cross-entropy'
import type { NetworkVariable } from '../nn/network'
import { createVariable, prefixNames } from '../nn/variables'
import { withValues } from '../nn/with-values'
import { defineMethod, type EpochView, type Session } from './method'
import { findValley } from './shared/loss-valley'
import { createTrainedSession } from './shared/trained-session'
import { trainingParams } from './shared/training-params'

const training = { training: true }
/** Evaluations that are remembered: more than the epochs of any run. */
const mostEvaluations = 1001
/** What the mean is doing. */
const phases = { waiting: 0, averaging: 1, closed: 2 } as const

export const swad = defineMethod({
  id: 'swad',
  label: 'SWAD',
  family: 'generalization',
  summary: 'Predicts with the mean of all weights since the held-out source loss stopped falling: a flat place in place of a sharp one.',
  needs: { sources: 'many', target: 'none', start: 'backbone' },
  paper: {
    title: 'SWAD: Domain Generalization by Seeking Flat Minima',
    authors: 'Cha, Chun, Lee, Cho, Park, Lee, Park',
    year: 2021,
    url: 'https://arxiv.org/abs/2102.08604',
  },
  params: trainingParams.extend({
    startPatience: z.number().int().min(1).max(20).default(3).meta({
      title: 'Start patience Nₛ',
      unit: 'epochs',
      description: 'The mean starts at a loss that this many evaluations, itself included, do not undercut.',
    }),
    endPatience: z.number().int().min(1).max(20).default(6).meta({
      title: 'End patience Nₑ',
      unit: 'epochs',
      description: 'The mean ends before this many evaluations in a row lie above the limit.',
    }),
    tolerance: z
      .number()
      .min(1)
      .max(3)
      .default(1.3)
      .meta({
        title: 'Tolerance r',
        draw: { from: 1.1, to: 1.5, scale: 'linear' },
        description: 'The limit, as a multiple of the mean loss with which the valley began.',
      }),
  }),
  start(context, params) {
    const { features, createHead } = context.createBackbone()
    const head = createHead(context.classes)
    const inner = createTrainedSession({
      parts: { features, head },
      params,
      objective({ source }) {
        const loss = crossEntropy(head.forward(features.forward(source.x, training), training), source.y, params)
        return { loss, metrics: { classLoss: loss } }
      },
    })
    const averaged = inner.weights.map((name): NetworkVariable => ({ name, role: 'statistic', variable: stateOf(inner, name) }))
    const copies = (kind: string, value: (one: Tensor) => Tensor) =>
      averaged.map(({ name, variable }) =>
        createVariable(
          `${kind}/${name}`,
          tf.tidy(() => value(variable as Tensor)),
          'slot',
        ),
      )
    const zeros = (kind: string) => copies(kind, (one) => tf.zerosLike(one))
    // Sums of the weights over all steps so far, now and at the last evaluations: a mean over a stretch is a difference of two.
    const total = zeros('total')
    const marks = Array.from({ length: Math.max(params.startPatience, params.endPatience) + 1 }, (_, at) => zeros(`mark${at}`))
    const from = zeros('from')
    const mean = averaged.map(({ name, variable }) => createVariable(`mean/${name}`, tf.clone(variable), 'statistic'))
    const scalar = (name: string) => createVariable(name, tf.scalar(0), 'slot')
    const [steps, fromSteps, doing] = [scalar('steps'), scalar('from-steps'), scalar('doing')]
    const losses = createVariable('losses', tf.zeros<Rank.R1>([mostEvaluations]), 'slot')
    const own = prefixNames('swad', [...total, ...marks.flat(), ...from, ...mean, steps, fromSteps, doing, losses])
    let usesMean = true
    const predicting = <T>(work: () => T): T => {
      return usesMean
        ? withValues(
            averaged,
            mean.map(({ variable }) => variable),
            work,
          )
        : work()
    }
    const session: Session = {
      ...inner,
      state: new Map([...inner.state, ...own.map(({ name, variable }) => [name, variable] as const)]),
      weights: [...inner.weights, ...mean.map(({ name }) => `swad/${name}`)],
      beforeEpoch: evaluate,
      step: (batch, schedules, phase) =>
        tf.tidy(() => {
          const metrics = inner.step(batch, schedules, phase)
          assign(steps.variable, () => tf.add(steps.variable, 1))
          for (const [at, { variable }] of averaged.entries()) {
            assign(total[at].variable, () => tf.add(total[at].variable, variable))
            assign(mean[at].variable, () => newMean(at, variable as Tensor))
          }
          return metrics
        }),
      predict: (x, domain) => tf.tidy(() => predicting(() => inner.predict(x, domain))),
      features: (x, domain) => tf.tidy(() => predicting(() => inner.features(x, domain))),
      dispose() {
        inner.dispose()
        for (const { variable } of own) variable.dispose()
      },
    }
    return session

    /** The weights themselves while waiting, their mean since `from` while averaging, and what it was once closed. */
    function newMean(at: number, weights: Tensor): Tensor {
      const is = (phase: number) => tf.cast(tf.equal(doing.variable, phase), 'float32')
      const since = tf.maximum(tf.sub(steps.variable, fromSteps.variable), 1)
      const running = tf.div(tf.sub(total[at].variable, from[at].variable), since)
      return tf.addN([
        tf.mul(weights, is(phases.waiting)),
        tf.mul(running, is(phases.averaging)),
        tf.mul(mean[at].variable as Tensor, is(phases.closed)),
      ])
    }

    /** Measures the weights as they are, not their mean, and finds out where the valley is. */
    async function evaluate(view: EpochView): Promise<void> {
      const epoch = Math.round(view.epoch)
      copy(total, marks[epoch % marks.length])
      if (epoch === 0 || view.heldOut === null || doing.variable.dataSync()[0] === phases.closed) return
      usesMean = false
      const logits = await view.predict(view.heldOut, 'source').finally(() => {
        usesMean = true
      })
      const risks = crossEntropies(softmaxRows(logits, context.classes), view.heldOut.labels)
      const known = [...losses.variable.dataSync()]
      known[epoch - 1] = risks.reduce((sum, risk) => sum + risk, 0) / risks.length
      tf.tidy(() => losses.variable.assign(tf.tensor1d(known)))
      const { start, end } = findValley(known.slice(0, epoch), params)
      if (start === null) return
      const perEpoch = steps.variable.dataSync()[0] / epoch
      if (doing.variable.dataSync()[0] === phases.waiting) {
        // Evaluation `start` came after epoch start + 1: the steps of that epoch are the first of the mean.
        copy(marks[start % marks.length], from)
        set(fromSteps, start * perEpoch)
        set(doing, phases.averaging)
        refreshMean(total, steps.variable.dataSync()[0])
      }
      if (end === null) return
      refreshMean(marks[(end + 1) % marks.length], (end + 1) * perEpoch)
      set(doing, phases.closed)
    }

    /** The mean over the steps since `from`, up to the sums `until` at step `untilStep`. */
    function refreshMean(until: readonly NetworkVariable[], untilStep: number): void {
      const count = Math.max(1, untilStep - fromSteps.variable.dataSync()[0])
      for (const [at, { variable }] of mean.entries()) {
        assign(variable, () => tf.div(tf.sub(until[at].variable, from[at].variable), count))
      }
    }
  },
})

function stateOf({ state }: Session, name: string): NetworkVariable['variable'] {
  const variable = state.get(name)
  if (variable === undefined) throw new Error(`${name} is not part of the state`)
  return variable
}

function copy(values: readonly NetworkVariable[], into: readonly NetworkVariable[]): void {
  for (const [at, { variable }] of into.entries()) assign(variable, () => tf.clone(values[at].variable as Tensor))
}

function set({ variable }: NetworkVariable, value: number): void {
  assign(variable, () => tf.scalar(value) as Tensor)
}
