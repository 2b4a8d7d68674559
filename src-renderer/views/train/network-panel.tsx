/** Second part of the run form: which network, which images it takes, and its parameters. */
import type { BackboneInfo } from '@shared/domain/method'
import { readFields } from '../../forms/read-fields'
import { SchemaForm } from '../../forms/schema-form'
import { Panel } from '../../ui/panel'
import { FieldProblem } from './field-problem'
import { type RunDraft, takesImages } from './run-draft'
import styles from './run-form.module.css'

export interface NetworkPanelProps {
  readonly draft: RunDraft
  readonly backbones: readonly BackboneInfo[]
  /** Side of the study's images, px. */
  readonly imageSize: number
  readonly problems: Readonly<Record<string, string>>
  readonly onChange: (changes: Partial<RunDraft>) => void
}

export function NetworkPanel({ draft, backbones, imageSize, problems, onChange }: NetworkPanelProps) {
  const backbone = backbones.find((one) => one.id === draft.backbone)
  return (
    <Panel title="Network" subtitle="what learns the features" scroll>
      <div className={styles.field}>
        <select
          className={styles.select}
          aria-label="Network"
          value={draft.backbone}
          aria-invalid={problems.backbone !== undefined}
          onChange={(event) => onChange({ backbone: event.target.value })}
        >
          {backbones.map((one) => (
            <option key={one.id} value={one.id}>
              {takesImages(one, imageSize) ? one.label : `${one.label} (not for ${imageSize} px)`}
            </option>
          ))}
        </select>
        <FieldProblem text={problems.backbone} />
        {backbone && (
          <>
            <p className={styles.about}>{backbone.summary}</p>
            <p className={styles.paper}>
              Takes images of {backbone.minImageSize}
              {backbone.maxImageSize > backbone.minImageSize ? ` to ${backbone.maxImageSize}` : ''} px; this study has {imageSize} px.
            </p>
          </>
        )}
      </div>
      {backbone &&
        (readFields(backbone.params).length > 0 ? (
          <SchemaForm schema={backbone.params} values={draft.settings} errors={problems} onChange={(settings) => onChange({ settings })} />
        ) : (
          <p className={styles.paper}>This network has nothing to set.</p>
        ))}
    </Panel>
  )
}
