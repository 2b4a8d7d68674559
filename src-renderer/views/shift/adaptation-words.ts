/** What the panel of test-time adaptation says of the last batches. */
import type { StreamStep } from '@shared/domain/live-stream'

/** Mean error in percent over these batches, with and without adaptation; null where labels are sealed or nothing was answered yet. */
export function meanErrors(steps: readonly StreamStep[]): { readonly adapted: number | null; readonly source: number | null } {
  return { adapted: mean(steps.map((step) => step.errorPct)), source: mean(steps.map((step) => step.withoutAdaptation.errorPct)) }
}

/** "Entropy 0.31 nats. 38 batches of 64 since reset, 24 a second." */
export function describeSteps(steps: readonly StreamStep[], batch: number): string {
  const last = steps.at(-1)
  if (!last) return ''
  const seconds = (mean(steps.map((step) => step.tookMs)) ?? 0) / 1000
  const rate = seconds > 0 ? `, ${(1 / seconds).toFixed(seconds < 0.1 ? 0 : 1)} a second` : ''
  const batches = last.step === 1 ? '1 batch' : `${last.step} batches`
  return `Entropy ${last.entropy.toFixed(2)} nats. ${batches} of ${batch} since reset${rate}.`
}

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length
}

export type LayerFigure = 'parameterPct' | 'statistics'

export interface LayerSeries {
  readonly name: string
  /** One a batch, oldest first. */
  readonly values: readonly number[]
  readonly last: number
}

/** One series a layer that has the figure at the newest batch, from the input on. */
export function layerSeries(steps: readonly StreamStep[], figure: LayerFigure): LayerSeries[] {
  const last = steps.at(-1)
  return (last?.layers ?? []).flatMap(({ name, [figure]: value }) => {
    if (value === null) return []
    const values = steps.flatMap((step) => step.layers.find((layer) => layer.name === name)?.[figure] ?? [])
    return [{ name, values, last: value }]
  })
}
