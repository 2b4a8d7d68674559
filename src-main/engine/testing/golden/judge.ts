/** Holds an adapter's outputs against a golden case and says what deviates. */
import { tf } from '../../backend/tensorflow'
import type { GoldenAdapter, GoldenOutput } from './golden-adapter'
import { type GoldenCase, type GoldenValue, numbersOf } from './golden-case'
import { GoldenInputs } from './golden-inputs'

const valueTolerance = 1e-4
const gradientTolerance = 1e-3
/** Covers gradients that are zero in theory. */
const absoluteFloor = 2e-6

/** What deviates, in words; empty when the case passes. */
export function judgeCase(adapter: GoldenAdapter, golden: GoldenCase): string[] {
  return tf.tidy(() => {
    const { values, gradients = {} } = adapter.run(new GoldenInputs(golden))
    const problems: string[] = []
    const judge = (key: string, got: GoldenOutput | undefined, wanted: readonly (GoldenValue | undefined)[], relative: number): void => {
      const problem = got === undefined ? 'not computed' : deviation(toNumbers(got), wanted, adapter.tolerances?.[key] ?? { relative })
      if (problem !== null) problems.push(`${golden.tag}: ${key} ${problem}`)
    }
    for (const [key, value] of Object.entries(golden.expected)) {
      if (adapter.leaves?.[key] === undefined) judge(key, values[key], [value, golden.inFloat32.expected[key]], valueTolerance)
    }
    for (const [output, byInput] of Object.entries(golden.gradients)) {
      if (adapter.leaves?.[output] !== undefined) continue
      for (const [input, value] of Object.entries(byInput)) {
        const inFloat32 = golden.inFloat32.gradients[output]?.[input]
        judge(`d${output}/d${input}`, gradients[output]?.[input], [value, inFloat32], gradientTolerance)
      }
    }
    return problems
  })
}

function toNumbers(output: GoldenOutput): ArrayLike<number> {
  if (typeof output === 'number') return [output]
  return output instanceof tf.Tensor ? output.dataSync() : output
}

type Tolerance = { readonly relative: number } | { readonly absolute: number }

/** Null when `got` agrees with one of the values wanted, else the entry that is farthest off the first. */
function deviation(got: ArrayLike<number>, wanted: readonly (GoldenValue | undefined)[], tolerance: Tolerance): string | null {
  const answers = wanted.filter((value) => value !== undefined).map((value) => worstEntry(got, numbersOf(value), tolerance))
  return answers.includes(null) ? null : answers[0]
}

/** |got − want| ≤ relative·(|want| + max|want|) + 2e-6 for every entry, or ≤ absolute. */
function worstEntry(got: ArrayLike<number>, want: readonly number[], tolerance: Tolerance): string | null {
  if (got.length !== want.length) return `has ${got.length} entries, not ${want.length}`
  const largest = Math.max(0, ...want.filter(Number.isFinite).map(Math.abs))
  let worst = { ratio: 1, entry: -1 }
  for (const [entry, value] of want.entries()) {
    if (Object.is(got[entry], value)) continue
    const allowed = 'absolute' in tolerance ? tolerance.absolute : tolerance.relative * (Math.abs(value) + largest) + absoluteFloor
    const ratio = Math.abs(got[entry] - value) / allowed
    if (!(ratio <= worst.ratio)) worst = { ratio: Number.isNaN(ratio) ? Number.POSITIVE_INFINITY : ratio, entry }
  }
  const { ratio, entry } = worst
  return entry === -1 ? null : `is ${got[entry]}, not ${want[entry]}, at entry ${entry} (${ratio.toPrecision(2)} times what is allowed)`
}
