/** Activations and gradients of every layer on one batch: whether values pass through the network, and back. */
import type { LayerHistogram } from '@shared/domain/recipe'
import { type Tensor, tf } from '../../backend/tensorflow'
import { crossEntropy } from '../../losses/cross-entropy'
import type { Session, StepBatch } from '../../methods/method'
import { differentiate } from '../../nn/gradients'
import type { NetworkVariable } from '../../nn/network'
import { observe } from '../../nn/observe'
import { trainingLogits } from './fit-batch'

const bins = 24

/** In the order of the forward pass: first all activations, then the gradients of all kernels. */
export function layerHistograms(session: Session, batch: StepBatch): LayerHistogram[] {
  return [...activations(session, batch), ...gradients(session, batch)]
}

/** Gradients of the cross-entropy of a batch, of every trained variable that is a kernel, by its name in the state. */
export function kernelGradients(session: Session, { source }: StepBatch): { readonly name: string; readonly values: Float32Array }[] {
  return tf.tidy(() => {
    const kernels = trainedVariables(session).filter(({ name }) => name.endsWith('kernel'))
    const taken = differentiate(() => ({ loss: crossEntropy(trainingLogits(session, source.x), source.y), outputs: {} }), kernels)
    return kernels.map(({ name }, at) => ({ name, values: taken.gradients[at].dataSync<'float32'>() }))
  })
}

/** Variables that training changes: those of the model that are no running statistics. */
export function trainedVariables(session: Session): NetworkVariable[] {
  return session.weights.flatMap((name) => {
    const variable = session.state.get(name)
    return variable?.trainable ? [{ name, role: 'trained', variable } as const] : []
  })
}

function activations(session: Session, { source }: StepBatch): LayerHistogram[] {
  const found: LayerHistogram[] = []
  const seen = new Map<string, number>()
  tf.tidy(() => {
    observe(
      (name, output) => {
        const times = (seen.get(name) ?? 0) + 1
        seen.set(name, times)
        const layer = times === 1 ? name : `${name} (${times})`
        const values = output.dataSync<'float32'>()
        found.push({ ...histogramOf(values), layer, of: 'activations', deadPct: deadPct(output, values) })
      },
      () => trainingLogits(session, source.x),
    )
  })
  return found
}

function gradients(session: Session, batch: StepBatch): LayerHistogram[] {
  return kernelGradients(session, batch).map(({ name, values }) => ({
    ...histogramOf(values),
    layer: name.replace(/\/kernel$/, ''),
    of: 'gradients',
    deadPct: null,
  }))
}

/** Share of units that are zero on every image, where no value is below zero (after a ReLU); null elsewhere. */
function deadPct(output: Tensor, values: Float32Array): number | null {
  if (values.some((value) => value < 0)) return null
  const units = output.shape[output.shape.length - 1]
  const alive = new Uint8Array(units)
  values.forEach((value, at) => {
    if (value > 0) alive[at % units] = 1
  })
  return 100 * (1 - alive.reduce((sum, one) => sum + one, 0) / units)
}

function histogramOf(values: Float32Array): Pick<LayerHistogram, 'mean' | 'deviation' | 'zeroPct' | 'low' | 'high' | 'shares'> {
  let [low, high, sum, squares, zeros] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0, 0]
  for (const value of values) {
    low = Math.min(low, value)
    high = Math.max(high, value)
    sum += value
    squares += value * value
    if (value === 0) zeros++
  }
  const mean = sum / values.length
  const counts = new Array<number>(bins).fill(0)
  const width = high - low || 1
  for (const value of values) counts[Math.min(bins - 1, Math.floor(((value - low) / width) * bins))]++
  return {
    mean,
    deviation: Math.sqrt(Math.max(0, squares / values.length - mean * mean)),
    zeroPct: (100 * zeros) / values.length,
    low,
    high,
    shares: counts.map((count) => count / values.length),
  }
}
