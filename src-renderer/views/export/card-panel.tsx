/** The model card as it will be written, or as it was: to read, or as Markdown. */
import { cardMarkdown } from '@shared/domain/card-markdown'
import type { ModelCard } from '@shared/domain/model-card'
import { useState } from 'react'
import { attempt } from '../../app/attempt'
import { host } from '../../app/services'
import { IconButton } from '../../ui/button'
import { Panel } from '../../ui/panel'
import { Segmented } from '../../ui/segmented'
import styles from './card-panel.module.css'

export interface CardPanelProps {
  /** Null while it is put together. */
  readonly card: ModelCard | null
  readonly written: boolean
}

type Form = 'read' | 'markdown'

export function CardPanel({ card, written }: CardPanelProps) {
  const [form, setForm] = useState<Form>('read')
  return (
    <Panel
      title="Model card"
      subtitle={written ? 'as written' : 'as it will be written'}
      scroll
      actions={
        <Segmented
          label="Form of the card"
          options={[
            { value: 'read', label: 'Read' },
            { value: 'markdown', label: 'Markdown' },
          ]}
          value={form}
          onChange={setForm}
        />
      }
    >
      {card && (form === 'read' ? <Reading card={card} /> : <pre className={styles.markdown}>{cardMarkdown(card)}</pre>)}
    </Panel>
  )
}

function Reading({ card }: { readonly card: ModelCard }) {
  return (
    <div className={styles.card}>
      <h3>{card.title}</h3>
      <p className={styles.muted}>{card.summary}</p>
      <dl>
        {card.facts.map(({ term, text }) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {card.load.map(({ language, code }) => (
        <section key={language}>
          <h4>
            Load it from {language}
            <IconButton
              icon="book"
              size="s"
              label={`Copy the lines for ${language}`}
              onClick={() => attempt(() => host.call('host.copyText', { text: code }))}
            />
          </h4>
          <pre>{code}</pre>
        </section>
      ))}
      <p className={styles.muted}>{card.note}</p>
    </div>
  )
}
