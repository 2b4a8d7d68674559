/** Strengths in words, and the model that a screen of shifts is about. */
import type { RunRecord, Trial } from '@shared/domain/run'
import { amountAt, type ShiftInfo } from '@shared/domain/shift'

/** "24°", "0.12 σ", "quality 18": the strength at a severity in the shift's own unit. */
export function amountText(info: ShiftInfo, severity: number): string {
  const amount = amountAt(info, severity).toFixed(info.decimals)
  if (info.unit === '°' || info.unit === '×') return `${amount}${info.unit}`
  if (info.unit.startsWith('%')) return `${amount} %`
  if (info.unit.length <= 2) return `${amount} ${info.unit}`
  return amount
}

/** The whole sentence for a tooltip: what the shift does, in which unit, and where its levels come from. */
export function shiftTitle(info: ShiftInfo): string {
  const levels = info.amounts.slice(1).map((amount) => amount.toFixed(info.decimals))
  const origin = info.levels === 'imagenet-c' ? 'the five levels of ImageNet-C' : 'five levels of our own'
  return `${info.summary} ${levels.join(', ')} ${info.unit}: ${origin}.`
}

/**
 * The model in view and the one beside it: what the user picked, else source-only, which every run has for comparison; beside it the
 * method that adapts, of the same seed. Only trials with a checkpoint.
 */
export function trialsInView(
  run: RunRecord | null,
  pickedId: string | null,
): { readonly shown: Trial | null; readonly beside: Trial | null } {
  const trained = run?.trials.filter((trial) => trial.checkpointEpoch > 0 && trial.method !== 'target-oracle') ?? []
  const shown =
    trained.find((trial) => trial.id === pickedId) ?? trained.find((trial) => trial.method === 'source-only') ?? trained[0] ?? null
  const others = trained.filter((trial) => trial.seed === shown?.seed && trial.method !== shown.method)
  const beside = shown?.method === 'source-only' ? others[0] : others.find((trial) => trial.method === 'source-only')
  return { shown, beside: beside ?? null }
}
