/** The steps from the trained model to a reduced one, and what each domain paid in each, in words. */
import type { DomainRole } from '@shared/domain/ids'
import type { DomainCost, ModelFigures, ReductionEntry, ReductionWay } from '@shared/domain/reduction'
import { formatPct } from '../../ui/format'

/** From the trained model to the chosen one; empty where the trained one is chosen. */
export function chainTo(entries: readonly ReductionEntry[], runId: string | null): ReductionEntry[] {
  const found = entries.find((entry) => entry.runId === runId)
  return found ? [...chainTo(entries, found.model.from), found] : []
}

export const wayWords: Readonly<Record<ReductionWay, { readonly done: string; readonly verb: string }>> = {
  prune: { done: 'Pruned', verb: 'Prune' },
  quantize: { done: 'Quantized', verb: 'Quantize' },
  distil: { done: 'Distilled', verb: 'Distil' },
}

/** "loses 3.1 points (1.2 to 5.0)", "gains 0.4 points (−0.3 to 1.1)". */
export function costWords(cost: DomainCost): string {
  const range = (low: number, high: number): string => `(${signed(low)} to ${signed(high)})`
  const points = formatPct(Math.abs(cost.lossPct))
  if (points === '0.0') return `keeps its accuracy ${range(cost.lowPct, cost.highPct)}`
  return cost.lossPct > 0
    ? `loses ${points} points ${range(cost.lowPct, cost.highPct)}`
    : `gains ${points} points ${range(-cost.highPct, -cost.lowPct)}`
}

/** Costly only where the interval says so. */
export function costTone(cost: DomainCost): 'bad' | 'good' | 'plain' {
  if (cost.lowPct > 0) return 'bad'
  return cost.highPct < 0 ? 'good' : 'plain'
}

/** "4.1× smaller", "as large". */
export function sizeWords(before: number, after: number): string {
  const factor = before / Math.max(1, after)
  return factor < 1.05 ? 'about as large' : `${factor < 10 ? factor.toFixed(1) : Math.round(factor)}× smaller`
}

/** What the next step would do to a domain before fine-tuning: labels where they are open, and how many images keep their class. */
export function previewWords(figures: ModelFigures, before: ModelFigures, domain: DomainRole): string {
  const [now, then] = [figures[domain].accuracy, before[domain].accuracy]
  const keeps = `${formatPct(figures[domain].agreement.pct)} % keep their class`
  return now && then && domain === 'source' ? `${formatPct(now.pct)} %, ${keeps}` : keeps
}

function signed(points: number): string {
  return points < 0 && formatPct(points) !== '-0.0' ? `−${formatPct(-points)}` : formatPct(Math.abs(points))
}
