/** A step's batch and schedules, or any other tree of tensors, as a flat list of named ones, so that a graph can be fed with them. */
import { attribute, runKernel } from '../backend/native'
import { type Tensor, tf } from '../backend/tensorflow'
import type { ScheduleScalars, StepBatch } from '../methods/method'

export interface StepInput {
  readonly batch: StepBatch
  readonly schedules: ScheduleScalars
  readonly phase: string
}

export interface NamedTensor {
  readonly name: string
  readonly tensor: Tensor
}

/** Every tensor of the input under its path, such as `batch/source/x` or `schedules/lambda`. */
export function tensorsOf(input: object): NamedTensor[] {
  const found: NamedTensor[] = []
  walk(input, '', (name, leaf) => {
    if (leaf instanceof tf.Tensor) found.push({ name, tensor: leaf })
  })
  return found
}

/** Equal for inputs that one graph can serve: same tensors of the same shapes and types, and the same plain values beside them. */
export function signatureOf(input: object): string {
  const parts: string[] = []
  walk(input, '', (name, leaf) => {
    parts.push(leaf instanceof tf.Tensor ? `${name}:${leaf.dtype}[${leaf.shape}]` : `${name}=${JSON.stringify(leaf)}`)
  })
  return parts.join(' ')
}

/** Some ulps: what another order of summation would do. */
const nudge = 1 + 1e-6

/**
 * The same input in native tensors of its own, so that a recording can tell them apart; with `nudged`, every float of the batch
 * is changed by no more than rounding would. The caller disposes the tensors made.
 */
export function copyInput<I extends object>(input: I, as: 'given' | 'nudged'): { readonly input: I; readonly made: readonly Tensor[] } {
  const made: Tensor[] = []
  const copy = (tensor: Tensor): Tensor => {
    const changes = as === 'nudged' && tensor.dtype === 'float32'
    const copied = changes ? tf.mul(tensor, nudge) : runKernel('Identity', [attribute.typeOf('T', tensor)], [tensor])
    made.push(copied)
    return copied
  }
  return { input: mapTensors(input, copy) as I, made }
}

function mapTensors(value: unknown, change: (tensor: Tensor) => Tensor): unknown {
  if (value instanceof tf.Tensor) return change(value)
  if (!isTree(value)) return value
  if (Array.isArray(value)) return value.map((child) => mapTensors(child, change))
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, mapTensors(child, change)]))
}

function walk(value: unknown, path: string, visit: (name: string, leaf: unknown) => void): void {
  if (!isTree(value)) visit(path, value)
  else for (const [key, child] of Object.entries(value)) walk(child, path === '' ? key : `${path}/${key}`, visit)
}

function isTree(value: unknown): value is Readonly<Record<string, unknown>> | readonly unknown[] {
  return typeof value === 'object' && value !== null && !(value instanceof tf.Tensor) && !ArrayBuffer.isView(value)
}
