/** What is still to come of a planned schedule, and the corners by which it is changed. */
import type { ScheduleCurve, SchedulePoint } from '@shared/domain/schedule'
import type { FutureCorner } from '../../charts/line/line-series'

export interface FutureCurve {
  /** Epochs, ascending, from the last recorded one to the end. */
  readonly x: readonly number[]
  readonly y: readonly number[]
}

/** The part of a curve after `epoch`, beginning at its own value there; undefined when nothing is left or nothing is planned. */
export function scheduleFuture(curve: ScheduleCurve | undefined, epoch: number, epochs: number): FutureCurve | undefined {
  if (curve === undefined || epoch >= epochs) return undefined
  const at = curve.progress.map((progress) => progress * epochs)
  const rest = at.flatMap((x, index) => (x > epoch ? [index] : []))
  const first = rest[0]
  if (first === undefined) return undefined
  const before = Math.max(0, first - 1)
  const [x0, x1] = [at[before] as number, at[first] as number]
  const [y0, y1] = [curve.value[before] as number, curve.value[first] as number]
  const here = x1 > x0 ? y0 + ((y1 - y0) * (epoch - x0)) / (x1 - x0) : y1
  return { x: [epoch, ...rest.map((index) => at[index] as number)], y: [here, ...rest.map((index) => curve.value[index] as number)] }
}

/** Corners of the future, first and last included. */
const handles = 5

/** Evenly spaced corners of a future, by which it can be dragged. */
export function futureCorners({ x, y }: FutureCurve): FutureCorner[] {
  const [from, to] = [x[0] as number, x.at(-1) as number]
  return Array.from({ length: handles }, (_, handle) => {
    const wanted = from + ((to - from) * handle) / (handles - 1)
    const after = Math.max(
      1,
      x.findIndex((value) => value >= wanted),
    )
    const [x0, x1] = [x[after - 1] as number, x[after] as number]
    const [y0, y1] = [y[after - 1] as number, y[after] as number]
    return { id: `corner-${handle}`, x: wanted, y: x1 > x0 ? y0 + ((y1 - y0) * (wanted - x0)) / (x1 - x0) : y1 }
  })
}

/** Corners in the engine's terms: training progress, and the schedule's own value where the chart shows a multiple of it. */
export function schedulePoints(
  corners: readonly { readonly x: number; readonly y: number }[],
  epochs: number,
  unit: number,
): SchedulePoint[] {
  return corners.map(({ x, y }) => ({ progress: Math.min(1, Math.max(0, x / epochs)), value: Math.max(0, y * unit) }))
}
