/** The y axis of losses: from 0, or below it where a loss is negative, to the largest value that is not an outlier. */
import type { LineSeries, YAxis } from '../../charts/line/line-series'

/** Parts of all values that may lie beyond either end. */
const beyond = 0.005
/** The axis always shows at least this much. */
const leastTop = 0.8
/** In thirds of the axis, so that ticks are round. */
const steps = [0.3, 0.4, 0.6, 0.8, 1, 1.5, 2, 3, 5, 10, 20, 30, 50, 100]

export function lossAxis(series: readonly Pick<LineSeries, 'y'>[]): YAxis {
  const values = series.flatMap((one) => one.y.filter(Number.isFinite)).sort((a, b) => a - b)
  const high = Math.max(leastTop, values[Math.floor(values.length * (1 - beyond))] ?? 1)
  const low = Math.min(0, values[Math.floor(values.length * beyond)] ?? 0)
  const step = steps.find((size) => size * 3 >= high - low) ?? (high - low) / 3
  const first = Math.floor(low / step)
  const last = Math.max(first + 3, Math.ceil(high / step))
  const ticks = Array.from({ length: last - first + 1 }, (_, at) => (first + at) * step)
  return { domain: [first * step, last * step], ticks, format: (tick) => String(Number(tick.toFixed(2))).replace('-', '−') }
}
