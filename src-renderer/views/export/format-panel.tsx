/** One format of a few, as cards with what each becomes; arrows move the choice. */
import type { ExportedModel, ExportFormat, ExportFormatInfo } from '@shared/domain/export'
import { newestExport } from '../../stores/exports'
import { Panel } from '../../ui/panel'
import { formatWords } from './export-words'
import styles from './format-panel.module.css'

export interface FormatPanelProps {
  readonly formats: readonly ExportFormatInfo[]
  readonly chosen: ExportFormat
  readonly made: readonly ExportedModel[]
  readonly trialId: string
  /** While a file is written the choice stands. */
  readonly disabled: boolean
  readonly onChoose: (format: ExportFormat) => void
}

export function FormatPanel({ formats, chosen, made, trialId, disabled, onChoose }: FormatPanelProps) {
  return (
    <Panel title="Format">
      <fieldset className={styles.formats} aria-label="Format" disabled={disabled}>
        {formats.map(({ id, label, summary }) => (
          <label key={id} className={styles.format}>
            <input type="radio" name="format" value={id} checked={id === chosen} onChange={() => onChoose(id)} />
            <b>{label}</b>
            <small>{formatWords(newestExport(made, { trialId, format: id })?.manifest ?? null, summary)}</small>
          </label>
        ))}
      </fieldset>
    </Panel>
  )
}
