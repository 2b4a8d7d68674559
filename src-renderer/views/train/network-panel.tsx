/** Second part of the run form: which network, which images it takes, and its parameters. */
import type { BackboneInfo, MethodInfo } from '@shared/domain/method'
import { useEffect, useState } from 'react'
import { host } from '../../app/services'
import { readFields } from '../../forms/read-fields'
import { SchemaForm } from '../../forms/schema-form'
import { isOwnModel, useCatalogue } from '../../stores/catalogue'
import { toFailure } from '../../stores/failure'
import { Button } from '../../ui/button'
import { Panel } from '../../ui/panel'
import { FieldProblem } from './field-problem'
import { freezingOf, NetworkPicture } from './network-picture'
import { type RunDraft, takesImages } from './run-draft'
import styles from './run-form.module.css'
import { useNetworkBlocks } from './use-network-blocks'

export interface NetworkPanelProps {
  readonly draft: RunDraft
  readonly backbones: readonly BackboneInfo[]
  /** Says what of the network is trained. */
  readonly method: MethodInfo | undefined
  /** Side of the study's images, px. */
  readonly imageSize: number
  readonly problems: Readonly<Record<string, string>>
  readonly onChange: (changes: Partial<RunDraft>) => void
}

export function NetworkPanel({ draft, backbones, method, imageSize, problems, onChange }: NetworkPanelProps) {
  const backbone = backbones.find((one) => one.id === draft.backbone)
  const fitting = backbone !== undefined && takesImages(backbone, imageSize)
  const { network, problem } = useNetworkBlocks(backbone, fitting ? imageSize : null, draft.settings)
  const freezing = freezingOf(method, draft.settings)
  const [refusal, setRefusal] = useState<string | null>(null)
  const open = async (folder: string): Promise<void> => {
    try {
      onChange({ backbone: (await useCatalogue.getState().openBackbone(folder)).id })
      setRefusal(null)
    } catch (error) {
      const { message, hint } = toFailure(error)
      setRefusal(`${message} ${hint}`)
    }
  }
  const choose = async (): Promise<void> => {
    const folder = await host.call('host.chooseFolder', { title: 'Folder of a TF.js model (model.json)' })
    if (folder !== null) await open(folder)
  }
  const missing = backbone === undefined && isOwnModel(draft.backbone) ? draft.backbone : null
  // A run filled in from before may use a model that this window has not opened yet.
  // biome-ignore lint/correctness/useExhaustiveDependencies: opened once for each folder
  useEffect(() => {
    if (missing !== null) void open(missing)
  }, [missing])
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
        <FieldProblem text={problems.backbone ?? refusal ?? undefined} />
        {backbone && (
          <>
            <p className={styles.about}>{backbone.summary}</p>
            <p className={styles.paper}>
              Takes images of {backbone.minImageSize}
              {backbone.maxImageSize > backbone.minImageSize ? ` to ${backbone.maxImageSize}` : ''} px; this study has {imageSize} px.
            </p>
          </>
        )}
        <div className={styles.own}>
          <Button size="s" icon="folder" onClick={() => void choose()}>
            Open a TF.js model
          </Button>
        </div>
      </div>
      {network && freezing && <NetworkPicture network={network} freezing={freezing} />}
      <FieldProblem text={problem ?? undefined} />
      {backbone &&
        (readFields(backbone.params).length > 0 ? (
          <SchemaForm schema={backbone.params} values={draft.settings} errors={problems} onChange={(settings) => onChange({ settings })} />
        ) : (
          <p className={styles.paper}>This network has nothing to set.</p>
        ))}
    </Panel>
  )
}
