/** The variants of an ablation: the base, and each switch alone or on top of those before it. */

import { applyRunChange, joinRunChanges } from '@shared/domain/apply-run-change'
import type { AblationPlan, Variant } from '@shared/domain/campaign'
import type { RunRequest } from '@shared/domain/run'
import type { RunChange } from '@shared/domain/run-change'
import { factors, regularisers } from './factors'

export const baseId = 'base'

/** `knowsFor` tells which parameters the network and method of a request have. Switches that do not apply are listed as unfit. */
export function planAblation(
  { design, factors: asked }: AblationPlan,
  request: RunRequest,
  knowsFor: (request: RunRequest) => (name: string) => boolean,
): Variant[] {
  const blank = { factor: null, values: {}, epochs: request.epochs, rung: 0, runId: null, outcome: null, note: '' } as const
  const variants: Variant[] = [{ ...blank, id: baseId, label: 'base', against: null, change: {}, status: 'waits' }]
  const wanted: readonly string[] = asked ?? regularisers
  let sum: RunChange = {}
  let last: string = baseId
  for (const factor of factors.filter(({ id }) => wanted.includes(id))) {
    const ordered = design === 'add-in-order'
    const from = ordered ? applyRunChange(request, sum) : request
    // Fewer images are no step on the way: what more would gain is told by the base.
    const alone = factor.id === 'more-data' || factor.id === 'early-stopping'
    const change = factor.change(alone ? request : from, knowsFor(from))
    const common = {
      ...blank,
      id: factor.id,
      factor: factor.id,
      label: `${ordered && !alone ? '+ ' : ''}${factor.label}`,
      note: factor.why,
    }
    if (typeof change === 'string') {
      variants.push({ ...common, against: baseId, change: {}, status: 'unfit', note: change })
      continue
    }
    const total = ordered && !alone ? joinRunChanges(sum, change) : change
    variants.push({ ...common, against: ordered && !alone ? last : baseId, change: total, values: change.settings ?? {}, status: 'waits' })
    if (ordered && !alone) {
      sum = total
      last = factor.id
    }
  }
  return variants
}
