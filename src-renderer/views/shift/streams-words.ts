/** What is asked of the engine from the form and the sliders, and how the sheet says it. */
import type { ShiftStack } from '@shared/domain/shift'
import type { StreamPlan } from '@shared/domain/stream'
import type { SweepPlan } from '@shared/domain/stream-sweep'
import type { StreamKind } from '../../stores/streams'
import type { StreamAsk } from './stream-form'

/** The shifts that do something, with severities as the sliders show them. */
export function actingShifts(stack: ShiftStack): ShiftStack {
  return stack.filter(({ severity }) => severity > 0).map(({ kind, severity }) => ({ kind, severity: Math.round(100 * severity) / 100 }))
}

/** The sliders' stack as a whole over every image. */
export function sweepPlanOf(ask: StreamAsk, shifts: ShiftStack): Pick<SweepPlan, 'method' | 'stacks' | 'seeds'> {
  return { method: ask.method, stacks: shifts.length === 0 ? [] : [shifts], seeds: Array.from({ length: ask.seeds }, (_, seed) => seed) }
}

/** The sliders' shifts one after another; a folder's own subfolders leave no room for them. */
export function streamPlanOf(ask: StreamAsk, shifts: ShiftStack): Pick<StreamPlan, 'method' | 'protocol' | 'order' | 'batch' | 'shifts'> {
  const { method, protocol, order, batch } = ask
  return { method, protocol, order, batch, shifts: order === 'subfolders' ? [] : shifts }
}

export function whatIsStreamed(kind: StreamKind, { order, data }: Pick<StreamAsk, 'order' | 'data'>, shifts: ShiftStack): string {
  const named = shifts.map(({ kind: shift, severity }) => `${shift} ${severity}`)
  const labels =
    data === null
      ? 'No target label is read.'
      : 'Class folders, where there are any, are read for the error and entered in the run’s ledger.'
  if (kind === 'sweep') {
    const under = named.length === 0 ? 'as they are; pull a slider to shift them' : `under ${named.join(' + ')}, as the sliders stand`
    return `Up to 500 images ${under}, in every batch size and in every order from mixed classes to long runs of one. ${labels}`
  }
  if (order === 'subfolders') return `Each subfolder is a shift of its own; the sliders have no part in it. ${labels}`
  const under = named.length === 0 ? 'as they are' : named.length === 1 ? `under ${named[0]}` : `under ${named.join(', then ')}`
  return `All images ${under}, in batches that are predicted, then learnt from. ${labels}`
}
