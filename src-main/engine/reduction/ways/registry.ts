/** The ways to reduce. A new one is its file, its test and one line here. */
import type { ReductionInfo, ReductionWay } from '@shared/domain/reduction'
import { distil } from './distil'
import { prune } from './prune'
import { quantize } from './quantize'
import { describeReduction, type ReductionDefinition } from './reduction-way'

const ways: readonly ReductionDefinition[] = [prune, quantize, distil]

export function findReduction(id: ReductionWay): ReductionDefinition {
  const found = ways.find((one) => one.id === id)
  if (found === undefined) throw new Error(`there is no reduction ${id}`)
  return found
}

/** What the window and the command line show; `params` as JSON Schema of what may be given. */
export function listReductions(): ReductionInfo[] {
  return ways.map(describeReduction)
}
