/** How a schedule will go on, drawn only when the known formula reproduces what was recorded so far. */
import type { MetricSeries } from '../../stores/fold-run-event'

export type ScheduleParams = Readonly<Record<string, unknown>>

type Formula = (progress: number) => number

const POINTS = 48
const TOLERANCE = 0.02

const number = (params: ScheduleParams, name: string): number | null => (typeof params[name] === 'number' ? params[name] : null)

/**
 * Formulas over training progress p in [0,1]. `lambda`: λmax·(2/(1 + e^(−γp)) − 1); `learningRate`: constant or μ₀/(1 + αp)^β
 * (both Ganin et al. 2016). Null where a parameter is missing.
 */
function formulaOf(name: string, params: ScheduleParams): Formula | null {
  if (name === 'lambda') {
    const max = number(params, 'lambdaMax')
    const gamma = number(params, 'lambdaGamma')
    return max === null || gamma === null ? null : (p) => max * (2 / (1 + Math.exp(-gamma * p)) - 1)
  }
  const rate = number(params, 'learningRate')
  if (name !== 'learningRate' || rate === null) return null
  if (params.schedule === 'constant') return () => rate
  const alpha = number(params, 'decayAlpha')
  const beta = number(params, 'decayBeta')
  return params.schedule !== 'inverse-decay' || alpha === null || beta === null ? null : (p) => rate / (1 + alpha * p) ** beta
}

/**
 * The values from the last recorded one to the end of training, or undefined when nothing is left, no formula is known, or the
 * formula misses the record by more than 2 % of its largest value. A recorded value is the mean since the one before it, so it is
 * compared with the formula at the middle of that stretch.
 */
export function plannedSchedule(
  name: string,
  recorded: MetricSeries,
  params: ScheduleParams,
  epochs: number,
): { readonly x: readonly number[]; readonly y: readonly number[] } | undefined {
  const formula = formulaOf(name, params)
  const last = recorded.epoch.at(-1)
  if (!formula || last === undefined || last >= epochs) return undefined
  const scale = Math.max(...Array.from({ length: 11 }, (_, i) => Math.abs(formula(i / 10))))
  for (const [i, value] of recorded.value.entries()) {
    const middle = ((recorded.epoch[i] as number) + (recorded.epoch[i - 1] ?? 0)) / 2
    if (Math.abs(formula(middle / epochs) - value) > TOLERANCE * scale) return undefined
  }
  const x = Array.from({ length: POINTS + 1 }, (_, i) => last + ((epochs - last) * i) / POINTS)
  return { x, y: x.map((epoch) => formula(epoch / epochs)) }
}
