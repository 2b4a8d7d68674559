/** One format of a few, as cards with what each becomes; arrows move the choice. Below, how the file is to be made. */
import type { ExportedModel, ExportFormat, ExportFormatInfo } from '@shared/domain/export'
import type { DomainRole } from '@shared/domain/ids'
import { useId } from 'react'
import { newestExport } from '../../stores/exports'
import { Panel } from '../../ui/panel'
import { Segmented } from '../../ui/segmented'
import { Switch } from '../../ui/switch'
import { formatWords } from './export-words'
import styles from './format-panel.module.css'

export interface ExportChoice {
  readonly format: ExportFormat
  readonly normalisedAs: DomainRole
  readonly keepRejected: boolean
}

export interface FormatPanelProps {
  readonly formats: readonly ExportFormatInfo[]
  readonly choice: ExportChoice
  readonly made: readonly ExportedModel[]
  readonly trialId: string
  /** While a file is written the choice stands. */
  readonly disabled: boolean
  readonly onChoose: (choice: Partial<ExportChoice>) => void
}

export function FormatPanel({ formats, choice, made, trialId, disabled, onChoose }: FormatPanelProps) {
  const { format: chosen, normalisedAs, keepRejected } = choice
  const keepId = useId()
  return (
    <Panel title="Format">
      <fieldset className={styles.formats} aria-label="Format" disabled={disabled}>
        {formats.map(({ id, label, summary, blocked }) => (
          <label key={id} className={styles.format} data-blocked={blocked !== null || undefined} title={blocked ?? undefined}>
            <input type="radio" name="format" value={id} checked={id === chosen} onChange={() => onChoose({ format: id })} />
            <b>{label}</b>
            <small>{formatWords(newestExport(made, { trialId, format: id, normalisedAs })?.manifest ?? null, summary)}</small>
          </label>
        ))}
      </fieldset>
      <fieldset className={styles.options} aria-label="How it is written" disabled={disabled}>
        <span className={styles.option}>
          Normalises as
          <Segmented
            label="Normalises as"
            options={[
              { value: 'target', label: 'Target', title: 'With the running statistics of the target, where the model is going' },
              { value: 'source', label: 'Source', title: 'With those of the source; the same file where the method keeps one set' },
            ]}
            value={normalisedAs}
            onChange={(role) => onChoose({ normalisedAs: role })}
          />
        </span>
        <label className={styles.option} htmlFor={keepId} title="Beside the other exports, under a name that ends in .rejected">
          <Switch id={keepId} checked={keepRejected} disabled={disabled} onChange={(kept) => onChoose({ keepRejected: kept })} />
          Keep a file that fails the check
        </label>
      </fieldset>
    </Panel>
  )
}
