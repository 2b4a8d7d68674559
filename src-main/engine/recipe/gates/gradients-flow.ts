/** Whether every layer of the fresh network passes something on, forwards and backwards. */
import type { LayerHistogram } from '@shared/domain/recipe'
import { type GateDefinition, takeNormalising, untilMeasured } from '../gate'

/** Dead units of a layer in percent, and the smallest gradient over the largest, by kernel. */
const limits = { deadPct: 50, allDeadPct: 90, thin: 1e-3, vanishing: 1e-5 } as const

export const gradientsFlow: GateDefinition = {
  id: 'gradients-flow',
  stage: 'architecture',
  title: 'Layers alive',
  question: 'Do activations and gradients reach every layer?',
  measures: 'units that are zero on every image, and the spread of gradient sizes over the layers',
  expected: `under ${limits.deadPct} % dead units in a layer; the smallest gradient over ${limits.thin} of the largest`,
  judge({ checks, data }) {
    if (!checks) return untilMeasured()
    const dead = worstBy(checks.layers, (layer) => layer.deadPct ?? 0)
    const gradients = checks.layers.filter((layer) => layer.of === 'gradients')
    const sizes = gradients.map(sizeOf)
    const spread = Math.min(...sizes) / Math.max(...sizes, Number.MIN_VALUE)
    const deadPct = dead?.deadPct ?? 0
    const value = `${deadPct.toFixed(0)} % dead units, gradients ${spread.toPrecision(1)} apart`
    const evidence = `At most ${deadPct.toFixed(0)} % of a layer's units are zero on every image${deadPct > 0 ? ` (${dead?.layer})` : ''}; the smallest gradient of a kernel is ${spread.toPrecision(2)} of the largest.`
    const figures = { deadPct, gradientSpread: spread }
    const lost = deadPct >= limits.allDeadPct || !(spread >= limits.vanishing)
    if (!lost && deadPct < limits.deadPct && spread >= limits.thin) return { state: 'pass', value, evidence, figures }
    return {
      state: lost ? 'fail' : 'warn',
      value,
      evidence: `${evidence} ${deadPct >= limits.deadPct ? 'A dead unit learns nothing.' : 'The first layers hardly learn.'} Batch normalisation keeps both in range.`,
      figures,
      remedy: takeNormalising(data),
    }
  },
}

function worstBy(layers: readonly LayerHistogram[], figure: (layer: LayerHistogram) => number): LayerHistogram | undefined {
  return [...layers].sort((a, b) => figure(b) - figure(a))[0]
}

/** Root mean square of the values. */
const sizeOf = ({ mean, deviation }: LayerHistogram): number => Math.hypot(mean, deviation)
