/** `card.md`: how the models of a run came about, in words that travel with them. */
import { chosenAfterLabels } from '@shared/domain/chosen-after-labels'
import type { LedgerEntry } from '@shared/domain/ledger'
import type { RunRecord, RunResult } from '@shared/domain/run'
import { alarmLine } from '../evaluation/alarms/raised-alarms'
import { percent } from './html'
import { newClassesTable } from './new-classes-table'

export function modelCard(record: RunRecord, result: RunResult, ledger: readonly LedgerEntry[]): string {
  const { request } = record
  const chosen = chosenAfterLabels(record)
  const fresh = newClassesTable(result, {})
  const rows = Object.entries(result.summary).map(([method, one]) =>
    row([method, String(one.seeds), ...(fresh ? [] : [percent(one.meanPct, one.ci95Pct)]), percent(one.sourceMeanPct, one.sourceCi95Pct)]),
  )
  return [
    `# ${record.name}`,
    '',
    `Made by Shiftlab ${record.versions.shiftlab} with TensorFlow ${record.versions.tensorflow} on ${record.device?.device ?? 'cpu'}, ${record.createdAt}.`,
    '',
    `Figures are accuracies on the test split at the last checkpoint (epoch ${request.epochs}), mean with 95 % t-interval over seeds ${request.seeds.join(', ')}.`,
    '',
    ...table(['Method', 'Seeds', ...(fresh ? [] : ['Target']), 'Source'], rows),
    '',
    ...(fresh ? ['## Classes never trained on', '', ...table(fresh.header, fresh.rows.map(row)), '', fresh.note, ''] : []),
    ...(result.alarms?.length ? ['## Alarms', ...result.alarms.map((alarm) => `- ${alarmLine(alarm)}`), ''] : []),
    '## Data',
    `Classes: ${record.classNames.join(', ')}. Image size ${request.images.imageSize} px, test fraction ${request.testFraction}.`,
    `Fingerprints: source \`${record.fingerprints?.source}\`, target \`${record.fingerprints?.target}\`.`,
    '',
    '## Settings',
    `Backbone ${request.backbone}, ${request.epochs} epochs, batch ${request.batch}.`,
    '```json',
    JSON.stringify(record.params, null, 2),
    '```',
    '',
    '## Reads of target labels',
    ledger.length === 0
      ? 'None.'
      : ledger
          .map((entry) => `- ${entry.time} ${entry.place} (${entry.kind}, ${entry.split}, ${entry.labels} labels): ${entry.purpose}`)
          .join('\n'),
    ...(chosen === null ? [] : ['', chosen]),
    '',
  ].join('\n')
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

function table(header: readonly string[], rows: readonly string[]): string[] {
  return [row(header), `|${'---|'.repeat(header.length)}`, ...rows]
}
