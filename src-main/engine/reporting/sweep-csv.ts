/** A sweep over batch sizes and label shifts as CSV: one row a cell. */
import type { SweepResult } from '@shared/domain/stream-sweep'
import { csvFormatRows } from 'd3'

const header = [
  'method',
  'batch',
  'concentration',
  'seeds',
  'error %',
  '± 95 %',
  'source model error %',
  'gained, points',
  '± 95 % of it',
  'collapsed batches %',
]

export function sweepCsv({ plan, cells }: SweepResult): string {
  const rows = cells.map(({ batch, labelShift, seeds, error, sourceError, gain, collapsedPct }) =>
    [
      plan.method,
      batch,
      labelShift ?? 'mixed',
      seeds.join(' '),
      error.mean,
      error.halfWidth,
      sourceError.mean,
      gain.mean,
      gain.halfWidth,
      collapsedPct,
    ].map(cell),
  )
  return `${csvFormatRows([header, ...rows])}\n`
}

function cell(value: string | number | null): string {
  if (value === null) return ''
  return typeof value === 'number' ? String(Number(value.toFixed(4))) : value
}
