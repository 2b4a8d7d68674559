/** The sources of a study of generalization, one a line: taken out, or one more added. */
import type { PlainSource } from '@shared/domain/dataset'
import type { Study } from '@shared/domain/study'
import { addSource, chooseFolder, removeSource } from '../../app/actions'
import { attempt } from '../../app/attempt'
import { selectDomain, useDatasets } from '../../stores/datasets'
import { Button, IconButton } from '../../ui/button'
import { folderName, formatAmount } from '../../ui/format'
import styles from './source-parts.module.css'

export function SourceParts({ study }: { readonly study: Study }) {
  const summary = useDatasets(selectDomain(study.id, 'source'))?.summary
  const { source } = study.data
  const parts = source?.kind === 'joined' ? source.parts : []
  const add = async (): Promise<void> => {
    const chosen = await chooseFolder('source')
    if (chosen) addSource(study.id, chosen)
  }
  return (
    <ul className={styles.parts} aria-label="Sources">
      {parts.map((part, at) => {
        const known = summary?.parts[at]
        const name = known?.name ?? nameOf(part)
        return (
          <li key={JSON.stringify(part)}>
            <span title={part.kind === 'folder' ? part.path : undefined}>{name}</span>
            {known && <small>{formatAmount(known.images, 'image')}</small>}
            <IconButton size="s" icon="trash" label={`Take ${name} out of the sources`} onClick={() => removeSource(study.id, at)} />
          </li>
        )
      })}
      <li>
        {parts.length === 0 && <small>{source ? 'One source. Methods of generalization need two or more.' : 'No source yet.'}</small>}
        <Button size="s" icon="plus" onClick={() => attempt(add)}>
          Add source folder…
        </Button>
      </li>
    </ul>
  )
}

const nameOf = (part: PlainSource): string => (part.kind === 'folder' ? folderName(part.path) : part.pair)
