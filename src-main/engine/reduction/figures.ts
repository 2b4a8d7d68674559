/** What a model takes and how it answers: bytes, accuracy with intervals, loss, and agreement with the model before. */
import type { DomainFigures, ModelFigures, Share } from '@shared/domain/reduction'
import { packedBytes } from '../../storage/packed-weights'
import { wilsonInterval } from '../evaluation/wilson-interval'
import { argMaxRows } from '../training/predict'
import { type GraphModel, toArrays } from './graph/graph-model'

/** Logits [N,K] row-major of the test images of each domain. */
export interface Answers {
  readonly source: Float32Array
  readonly target: Float32Array
}

/** Class ids of the test images; null where they are sealed or there are none. */
export interface KnownLabels {
  readonly source: Int32Array
  readonly target: Int32Array | null
}

export interface Measured {
  readonly model: GraphModel
  readonly answers: Answers
}

export function figuresOf({ model, answers }: Measured, before: Answers, labels: KnownLabels, classes: number): ModelFigures {
  const values = [...model.weights.values()].map(({ data }) => data)
  const domain = (role: 'source' | 'target'): DomainFigures => domainFigures(answers[role], before[role], labels[role], classes)
  return {
    bytes: packedBytes(toArrays(model)),
    weights: values.reduce((sum, one) => sum + one.length, 0),
    nonZeroWeights: values.reduce((sum, one) => sum + one.reduce((count, value) => count + (value === 0 ? 0 : 1), 0), 0),
    source: domain('source'),
    target: domain('target'),
  }
}

function domainFigures(logits: Float32Array, before: Float32Array, labels: Int32Array | null, classes: number): DomainFigures {
  const [predicted, wanted] = [argMaxRows(logits, classes), argMaxRows(before, classes)]
  return {
    images: predicted.length,
    accuracy: labels === null ? null : shareOf(predicted, labels),
    loss: labels === null ? null : meanCrossEntropy(logits, labels, classes),
    agreement: shareOf(predicted, wanted),
  }
}

/** Equal entries, in percent, with the 95 % Wilson interval. */
function shareOf(one: Int32Array, other: Int32Array): Share {
  const equal = one.reduce((count, value, at) => count + (value === other[at] ? 1 : 0), 0)
  const { low, high } = wilsonInterval(equal, one.length)
  return { pct: (100 * equal) / one.length, lowPct: 100 * low, highPct: 100 * high }
}

/** In nats, over images whose class the model knows. */
function meanCrossEntropy(logits: Float32Array, labels: Int32Array, classes: number): number | null {
  let [sum, count] = [0, 0]
  for (const [row, label] of labels.entries()) {
    if (label < 0) continue
    const own = logits.subarray(row * classes, (row + 1) * classes)
    const largest = Math.max(...own)
    sum += largest + Math.log(own.reduce((total, value) => total + Math.exp(value - largest), 0)) - own[label]
    count += 1
  }
  return count === 0 ? null : sum / count
}
