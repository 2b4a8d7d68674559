/** Reads golden cases (inputs, values and gradients of reference implementations) for tests; absent folders mean the tests skip. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface GoldenTensor {
  readonly shape: readonly number[]
  readonly data: readonly (number | string)[]
  readonly dtype?: string
}

export interface GoldenCase {
  readonly tag: string
  readonly params?: Readonly<Record<string, unknown>>
  readonly inputs: Readonly<Record<string, GoldenTensor>>
  readonly expected: Readonly<Record<string, GoldenTensor | number>>
  readonly grads?: Readonly<Record<string, GoldenTensor>>
}

/** `$GOLDEN`, or the golden folder of the shared folder beside the project. */
export const goldenFolder = process.env.GOLDEN ?? join(process.cwd(), '..', 'shared', 'golden')

export const goldenMissing = existsSync(goldenFolder) ? false : `no golden folder at ${goldenFolder}`

/** Cases of a golden file with the file's parameters merged under each case's own; empty when the folder is absent. */
export function goldenCases(name: string): readonly GoldenCase[] {
  if (goldenMissing) return []
  const file = JSON.parse(readFileSync(join(goldenFolder, `${name}.json`), 'utf8')) as {
    params: Record<string, unknown>
    cases: GoldenCase[]
  }
  return file.cases.map((one) => ({ ...one, params: { ...file.params, ...one.params } }))
}

/** A golden number or tensor as plain numbers ("NaN" and "Infinity" strings included). */
export function numbers(value: GoldenTensor | number): number[] {
  return typeof value === 'number' ? [value] : value.data.map(Number)
}

/** Largest violation of |got − want| ≤ rtol·(|want| + max|want|) + 2e-6, as a ratio to the tolerance; ≤ 1 passes. */
export function worstDeviation(got: ArrayLike<number>, want: readonly number[], rtol: number): number {
  if (got.length !== want.length) return Number.POSITIVE_INFINITY
  const largest = want.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  let worst = 0
  for (let i = 0; i < want.length; i++) {
    const tolerance = rtol * (Math.abs(want[i]) + largest) + 2e-6
    const deviation = Object.is(got[i], want[i]) ? 0 : Math.abs(got[i] - want[i]) / tolerance
    if (!(deviation <= worst)) worst = Number.isNaN(deviation) ? Number.POSITIVE_INFINITY : deviation
  }
  return worst
}
