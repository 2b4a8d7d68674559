/**
 * Why one batch could not be learnt by heart: a tree of tests, each an experiment of its own, from what is cheapest to mend.
 *
 *   labels     the same images come with the same labels at every step, and equal images with equal ones
 *   loss       a step moves the weights down the cross-entropy, and not aside of it
 *   frozen     every kernel that has a gradient moves
 *   dead       units of the fresh network answer to some image
 *   vanishing  the first kernel's gradient is not lost against the last one's
 *   rate       another learning rate learns the batch
 */
import type { FitTest, GateRemedy } from '@shared/domain/recipe'
import { tf } from '../../backend/tensorflow'
import type { Session, StepBatch } from '../../methods/method'
import { disposeSnapshot, takeSnapshot } from '../../training/session-state'
import { tensorsOf } from '../../training/training-data'
import { prepare } from '../gate'
import { type Experiment, fitBatch, takeStep } from './fit-batch'
import { kernelGradients, layerHistograms } from './layer-histograms'

export interface FitDiagnosis {
  readonly tests: readonly FitTest[]
  readonly remedy: GateRemedy | null
}

export interface DiagnoseOptions {
  readonly learningRate: number
  /** Steps that a batch gets to be learnt in. */
  readonly steps: number
  learnt(loss: number, accuracyPct: number): boolean
  readonly signal?: AbortSignal | undefined
}

interface Finding {
  readonly cause: boolean
  readonly evidence: string
  readonly remedy?: GateRemedy
}

interface Test extends Pick<FitTest, 'id' | 'title'> {
  look(experiment: Experiment, options: DiagnoseOptions): Finding | Promise<Finding>
}

/** A rate at which a step shows its direction whatever the rate of the set-up. */
const probingRate = 1e-3
/** Cosine of a step with the downhill direction below which the step does not follow the loss. */
const aside = 0.1
const deadLimitPct = 90
const vanishingLimit = 1e-5
/** Factors of the rate, tried in turn. */
const otherRates = [0.1, 10, 0.01, 100, 0.001, 1000]

const tests: readonly Test[] = [
  { id: 'labels-shuffled', title: 'Labels shuffled', look: lookAtLabels },
  { id: 'loss-wiring', title: 'Loss wired wrongly', look: lookAtLoss },
  { id: 'frozen-layers', title: 'Frozen layers', look: lookForFrozen },
  { id: 'dead-units', title: 'Dead ReLUs', look: lookForDead },
  { id: 'vanishing-gradients', title: 'Vanishing gradients', look: lookForVanishing },
  { id: 'learning-rate', title: 'Learning rate', look: tryOtherRates },
]

/** Runs the tests in order and stops at the first cause; the rest are skipped. */
export async function diagnoseFit(experiment: Experiment, options: DiagnoseOptions): Promise<FitDiagnosis> {
  const done: FitTest[] = []
  let remedy: GateRemedy | null = null
  let found = false
  for (const { id, title, look } of tests) {
    if (found) {
      done.push({ id, title, outcome: 'skipped', evidence: 'A cause was found before.' })
      continue
    }
    const finding = await look(experiment, options)
    found = finding.cause
    remedy = finding.remedy ?? remedy
    done.push({ id, title, outcome: finding.cause ? 'cause' : 'clear', evidence: finding.evidence })
  }
  return { tests: done, remedy }
}

function lookAtLabels(experiment: Experiment): Finding {
  const [first, second] = [0, 1].map((step) => withBatch(experiment, step, rowsOf))
  const changed = first.filter(({ label }, row) => second[row]?.label !== label).length
  if (changed > 0) {
    return {
      cause: true,
      evidence: `The same images come with other labels at the next step: ${changed} of ${first.length} differ. Labels are drawn apart from their images.`,
      remedy: { label: 'Look at images with their labels', does: { kind: 'open', stage: 'data' } },
    }
  }
  const labelOf = new Map<string, number>()
  const torn = first.filter(({ pixels, label }) => (labelOf.get(pixels) ?? label) !== label || !labelOf.set(pixels, label)).length
  if (torn > 0) {
    return {
      cause: true,
      evidence: `${torn} of ${first.length} images lie in two classes at once: equal pixels, other label. Nothing can learn both.`,
      remedy: { label: 'Look at the copies', does: { kind: 'open', stage: 'data' } },
    }
  }
  return { cause: false, evidence: `All ${first.length} images keep their labels.` }
}

function lookAtLoss(experiment: Experiment): Finding {
  const { downhill, moved } = probe(experiment)
  if (!moved) return { cause: false, evidence: 'No weight moved, so the loss has no direction to judge.' }
  return downhill < aside
    ? {
        cause: true,
        evidence: `A step goes ${downhill < -aside ? 'against' : 'aside of'} the cross-entropy of the batch (cosine with downhill ${downhill.toFixed(2)}): what is minimised is not the loss of these labels.`,
        remedy: prepare('Train source-only with the defaults', { methods: ['source-only'] }),
      }
    : { cause: false, evidence: `A step goes down the cross-entropy (cosine ${downhill.toFixed(2)}).` }
}

function lookForFrozen(experiment: Experiment): Finding {
  const { frozen, kernels, moved } = probe(experiment)
  if (!moved || frozen.length === 0)
    return {
      cause: false,
      evidence: moved ? `All ${kernels} kernels that have a gradient move.` : 'No kernel moves: a matter of the gradient or of the rate.',
    }
  return {
    cause: true,
    evidence: `${frozen.length} of ${kernels} kernels have a gradient and do not move: ${frozen.join(', ')}. They are not handed to the optimizer.`,
    remedy: prepare('Train all layers', { methods: ['source-only'] }),
  }
}

function lookForDead(experiment: Experiment): Finding {
  const dead = withFresh(experiment, (session, batch) =>
    layerHistograms(session, batch).filter(({ deadPct }) => deadPct !== null && deadPct >= deadLimitPct),
  )
  return dead.length > 0
    ? {
        cause: true,
        evidence: `${dead.map(({ layer, deadPct }) => `${layer}: ${deadPct?.toFixed(0)} %`).join(', ')} of the units are zero on every image of the fresh network, and pass no gradient back.`,
        remedy: prepare('Take a network with batch norm', { backbone: 'digits-cnn-bn' }),
      }
    : { cause: false, evidence: `No layer has ${deadLimitPct} % dead units.` }
}

function lookForVanishing(experiment: Experiment): Finding {
  const sizes = withFresh(experiment, (session, batch) =>
    kernelGradients(session, batch).map(({ name, values }) => ({
      name,
      size: Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length),
    })),
  )
  const [first, last] = [sizes[0], sizes[sizes.length - 1]]
  const ratio = first.size / Math.max(last.size, Number.MIN_VALUE)
  return ratio < vanishingLimit
    ? {
        cause: true,
        evidence: `The gradient of ${first.name} is ${ratio.toPrecision(1)} of that of ${last.name}: it is lost on the way back.`,
        remedy: prepare('Take a network with batch norm', { backbone: 'digits-cnn-bn' }),
      }
    : { cause: false, evidence: `The first kernel's gradient is ${ratio.toPrecision(2)} of the last one's.` }
}

async function tryOtherRates(experiment: Experiment, options: DiagnoseOptions): Promise<Finding> {
  const { learningRate, steps, signal } = options
  for (const factor of otherRates) {
    const rate = Number((learningRate * factor).toPrecision(3))
    if (rate > 1 || rate < 1e-6) continue
    const { session, solvedAt } = await fitBatch(experiment, { steps, learningRate: rate, until: options.learnt, signal })
    session.dispose()
    if (solvedAt !== null) {
      return {
        cause: true,
        evidence: `At ${rate} in place of ${learningRate} the batch is learnt in ${solvedAt} steps: the learning rate is too ${factor < 1 ? 'high' : 'low'}.`,
        remedy: prepare(`Set the learning rate to ${rate}`, { settings: { learningRate: rate } }),
      }
    }
  }
  return { cause: false, evidence: `No rate from ${learningRate / 1000} to ${learningRate * 1000} learns the batch.` }
}

interface Probe {
  /** Cosine of the step with the downhill direction of the batch's cross-entropy, over all kernels. */
  readonly downhill: number
  readonly moved: boolean
  /** Kernels with a gradient that did not move while others did. */
  readonly frozen: readonly string[]
  readonly kernels: number
}

/** One step of a fresh session on the first batch, against the gradient it should follow. */
function probe(experiment: Experiment): Probe {
  return withFresh(experiment, (session, batch) => {
    const gradients = kernelGradients(session, batch)
    const before = takeSnapshot(session)
    try {
      takeStep(session, batch, probingRate)
      let [dot, steps, slopes] = [0, 0, 0]
      const still: string[] = []
      for (const { name, values } of gradients) {
        const [from, to] = [before.get(name)?.dataSync() ?? [], session.state.get(name)?.dataSync() ?? []]
        let moved = false
        values.forEach((slope, at) => {
          const step = to[at] - from[at]
          moved ||= step !== 0
          dot -= slope * step
          steps += step * step
          slopes += slope * slope
        })
        if (!moved && values.some((slope) => Math.abs(slope) > 1e-9)) still.push(name)
      }
      const moved = steps > 0
      return {
        downhill: moved && slopes > 0 ? dot / Math.sqrt(steps * slopes) : 0,
        moved,
        frozen: moved ? still : [],
        kernels: gradients.length,
      }
    } finally {
      disposeSnapshot(before)
    }
  })
}

function withFresh<T>(experiment: Experiment, look: (session: Session, batch: StepBatch) => T): T {
  const session = experiment.start()
  try {
    return withBatch(experiment, 0, (batch) => look(session, batch))
  } finally {
    session.dispose()
  }
}

function withBatch<T>(experiment: Experiment, step: number, look: (batch: StepBatch) => T): T {
  const batch = experiment.draw(step)
  try {
    return look(batch)
  } finally {
    tf.dispose(tensorsOf(batch))
  }
}

/** Pixels of each image as text that is equal for equal images, and its label. */
function rowsOf({ source: { x, y } }: StepBatch): { readonly pixels: string; readonly label: number }[] {
  const [values, labels] = [x.dataSync<'float32'>(), y.dataSync()]
  const length = values.length / labels.length
  return Array.from(labels, (label, row) => ({ pixels: values.subarray(row * length, (row + 1) * length).join(), label }))
}
