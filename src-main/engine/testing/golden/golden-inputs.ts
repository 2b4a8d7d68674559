/** What an adapter sees of a golden case: inputs and parameters, never the expected values. */
import type { FeatureMatrix } from '../../analysis/feature-matrix'
import { type Rank, type Tensor, type Tensor1D, tf } from '../../backend/tensorflow'
import { type GoldenCase, type GoldenTensor, numbersOf } from './golden-case'

export class GoldenInputs {
  readonly tag: string
  readonly params: GoldenCase['params']

  constructor(private readonly golden: GoldenCase) {
    this.tag = golden.tag
    this.params = golden.params
  }

  has(name: string): boolean {
    return this.golden.inputs[name] !== undefined
  }

  numbers(name: string): number[] {
    const value = this.golden.inputs[name]
    if (value === undefined) throw new Error(`the case ${this.tag} has no input ${name}`)
    return numbersOf(value)
  }

  shape(name: string): readonly number[] {
    return (this.golden.inputs[name] as GoldenTensor).shape
  }

  /** float32, of the input's own shape. */
  tensor<R extends Rank = Rank.R2>(name: string): Tensor<R> {
    return tf.tensor<R>(Float32Array.from(this.numbers(name)), [...this.shape(name)] as never)
  }

  /** int32 [n]. */
  labels(name: string): Tensor1D {
    return tf.tensor1d(Int32Array.from(this.numbers(name)), 'int32')
  }

  /** A [count, dimensions] input in the form that the analyses take. */
  matrix(name: string): FeatureMatrix {
    const [count, dimensions] = this.shape(name)
    return { features: Float32Array.from(this.numbers(name)), count, dimensions }
  }

  /** The inputs `prefix0`, `prefix1`, … that are there: the environments of a multi-domain case. */
  numbered(prefix: string): string[] {
    const names: string[] = []
    while (this.has(`${prefix}${names.length}`)) names.push(`${prefix}${names.length}`)
    return names
  }

  param(name: string): number {
    const value = this.params[name]
    if (typeof value !== 'number') throw new Error(`the case ${this.tag} has no number ${name} among its parameters`)
    return value
  }
}
