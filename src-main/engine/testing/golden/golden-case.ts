/** Reads golden files: inputs, values and gradients of reference implementations, kept in a folder outside the project. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface GoldenTensor {
  readonly shape: readonly number[]
  /** Row-major; "NaN", "Infinity" and "-Infinity" are text. */
  readonly data: readonly (number | string)[]
  readonly dtype?: string
}

export type GoldenValue = GoldenTensor | number | string

type Values = Readonly<Record<string, GoldenValue>>
/** Gradients by output and input: `gradients.loss.logits`. */
type Gradients = Readonly<Record<string, Values>>

export interface GoldenCase {
  readonly tag: string
  /** The file's parameters with the case's own over them. */
  readonly params: Readonly<Record<string, unknown>>
  readonly inputs: Values
  readonly expected: Values
  readonly gradients: Gradients
  /** What the reference gives in float32 where that differs: as good an answer as `expected` and `gradients`. */
  readonly inFloat32: { readonly expected: Values; readonly gradients: Gradients }
}

/** `$GOLDEN`, or the golden folder of the shared folder beside the project. */
export const goldenFolder = process.env.GOLDEN ?? join(process.cwd(), '..', 'shared', 'golden')

/** Names with a file in the folder, in order. Throws where the folder cannot be read. */
export function goldenNames(folder: string): string[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
  return files.map((file) => file.slice(0, -'.json'.length)).sort()
}

/** Cases of a name; null where the folder has no such file. */
export function readGoldenCases(folder: string, name: string): readonly GoldenCase[] | null {
  const file = join(folder, `${name}.json`)
  if (!existsSync(file)) return null
  const { params, cases } = JSON.parse(readFileSync(file, 'utf8')) as { params: Values; cases: Record<string, unknown>[] }
  return cases.map((one) => ({
    tag: one.tag as string,
    params: { ...params, ...(one.params as Values | undefined) },
    inputs: one.inputs as Values,
    expected: one.expected as Values,
    gradients: gradientsOf(one),
    inFloat32: { expected: (one.expected_f32 ?? {}) as Values, gradients: gradientsOf((one.grads_f32 ?? {}) as Record<string, unknown>) },
  }))
}

/** `grads` belongs to the output "loss", `grads_other` to "other". */
function gradientsOf(fields: Readonly<Record<string, unknown>>): Gradients {
  const own = Object.entries(fields).filter(([key]) => key === 'grads' || (key.startsWith('grads_') && key !== 'grads_f32'))
  return Object.fromEntries(own.map(([key, value]) => [key === 'grads' ? 'loss' : key.slice('grads_'.length), value as Values]))
}

/** A golden number or tensor as plain numbers. */
export function numbersOf(value: GoldenValue): number[] {
  return typeof value === 'object' ? value.data.map(Number) : [Number(value)]
}
