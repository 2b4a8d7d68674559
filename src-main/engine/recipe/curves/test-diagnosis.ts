/** How far the diagnosis can be trusted: its verdicts on the recorded curves, those it was tuned on and those kept back. */
import { CurvePattern } from '@shared/domain/training-curve'
import { diagnoseCurve } from './diagnose-curve'
import { recordedCurves } from './recorded-curves'

export interface DiagnosisTest {
  readonly patterns: readonly CurvePattern[]
  /** [made to show][named], in the order of the patterns. */
  readonly tuned: readonly (readonly number[])[]
  readonly keptBack: readonly (readonly number[])[]
  readonly accuracyPct: { readonly tuned: number; readonly keptBack: number }
}

/** A set-up for the prepared runs, which the test does not look at. */
const anySetup = { method: 'source-only', backbone: 'mlp', epochs: 20, batch: 32, settings: {}, seed: 0 }

export function testDiagnosis(): DiagnosisTest {
  const patterns = CurvePattern.options
  const count = (keptBack: boolean): number[][] => {
    const matrix = patterns.map(() => patterns.map(() => 0))
    for (const one of recordedCurves) {
      if (one.keptBack !== keptBack) continue
      matrix[patterns.indexOf(one.pattern)][patterns.indexOf(diagnoseCurve(one.curve, anySetup).pattern)]++
    }
    return matrix
  }
  const [tuned, keptBack] = [count(false), count(true)]
  return { patterns, tuned, keptBack, accuracyPct: { tuned: sharePct(tuned), keptBack: sharePct(keptBack) } }
}

function sharePct(matrix: readonly (readonly number[])[]): number {
  const all = matrix.flat().reduce((sum, count) => sum + count, 0)
  return (100 * matrix.reduce((sum, row, at) => sum + row[at], 0)) / Math.max(1, all)
}

export function curveTestText({ patterns, tuned, keptBack, accuracyPct }: DiagnosisTest): string {
  const width = Math.max(...patterns.map((pattern) => pattern.length)) + 2
  const table = (matrix: DiagnosisTest['tuned']): string[] => [
    `${'made to show'.padEnd(width)}${patterns.map((pattern) => pattern.padStart(width)).join('')}`,
    ...matrix.map((row, at) => `${patterns[at].padEnd(width)}${row.map((count) => String(count || '·').padStart(width)).join('')}`),
  ]
  return [
    `Curves that the rules were tuned on: ${accuracyPct.tuned.toFixed(0)} % named as made`,
    ...table(tuned),
    '',
    `Curves kept back: ${accuracyPct.keptBack.toFixed(0)} %`,
    ...table(keptBack),
  ].join('\n')
}
