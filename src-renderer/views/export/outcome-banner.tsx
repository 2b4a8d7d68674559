/** What became of the export: nothing yet, in the works, agreed, or refused. */
import type { Failure } from '@shared/contract/failure'
import type { ExportManifest, ExportProgress } from '@shared/domain/export'
import { Button } from '../../ui/button'
import { formatPct } from '../../ui/format'
import { Icon } from '../../ui/icon'
import { ProgressBar } from '../../ui/progress-bar'
import { checkedWords, progressWords } from './export-words'
import styles from './outcome-banner.module.css'

export type Outcome =
  | { readonly kind: 'none' }
  /** The format cannot hold this model. */
  | { readonly kind: 'blocked'; readonly why: string; readonly onReduce: () => void }
  | { readonly kind: 'busy'; readonly progress: ExportProgress | null }
  | { readonly kind: 'done'; readonly manifest: ExportManifest }
  | { readonly kind: 'failed'; readonly failure: Failure }

export function OutcomeBanner({ outcome }: { readonly outcome: Outcome }) {
  switch (outcome.kind) {
    case 'none':
      return (
        <section className={styles.banner} aria-label="Outcome">
          <Icon name="info" />
          <Words
            title="Not exported yet"
            text="The file is written, read back by an independent runtime, and let out only if it gives the same answers."
          />
        </section>
      )
    case 'blocked':
      return (
        <section className={styles.banner} aria-label="Outcome">
          <Icon name="info" />
          <Words title="Not for this model" text={outcome.why} />
          <Button size="s" onClick={outcome.onReduce}>
            Go to Reduce
          </Button>
        </section>
      )
    case 'busy': {
      const { progress } = outcome
      const checking = progress?.phase === 'checking' && progress.total > 0
      return (
        <section className={styles.banner} aria-label="Outcome" aria-live="polite">
          <Icon name="play" tone="accent" />
          <div className={styles.words}>
            <h2>{progressWords(progress)}</h2>
            <ProgressBar value={checking ? progress.done / progress.total : null} label="Export" size="m" />
          </div>
        </section>
      )
    }
    case 'failed':
      return (
        <section className={styles.banner} data-tone="bad" role="alert">
          <Icon name="alert" tone="bad" />
          <Words title="Not exported" text={`${outcome.failure.message} ${outcome.failure.hint}`} />
        </section>
      )
    case 'done': {
      const { parity } = outcome.manifest
      return (
        <section className={styles.banner} data-tone="good" aria-label="Outcome">
          <Icon name="check" tone="good" />
          <Words title="Exported, and it gives the same answers" text={checkedWords(parity)} />
          <Figure value={`${formatPct(parity.topOneAgreementPct)} %`} name="same top answer" />
          <Figure value={parity.maxAbsDifference.toPrecision(2)} name="largest difference" />
        </section>
      )
    }
  }
}

function Words({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <div className={styles.words}>
      <h2>{title}</h2>
      <p>{text}</p>
    </div>
  )
}

function Figure({ value, name }: { readonly value: string; readonly name: string }) {
  return (
    <div className={styles.figure}>
      <b>{value}</b>
      <span>{name}</span>
    </div>
  )
}
