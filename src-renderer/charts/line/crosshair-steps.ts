/** The places a crosshair can stand: where the data is. */
import { bisectCenter } from 'd3'
import type { LineChartData } from './line-series'

/** Index of the value nearest to x in an ascending list. */
export const nearestIndex = (ascending: readonly number[], x: number): number => bisectCenter(ascending as number[], x)

/** The x values of the series with most points, which the arrows walk through. */
export const stepsOf = (data: LineChartData): readonly number[] =>
  data.series.reduce<readonly number[]>((longest, series) => (series.x.length > longest.length ? series.x : longest), [])
