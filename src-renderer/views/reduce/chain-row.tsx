/** The chain as a row of cards: the trained model, every step with what each domain paid, and the step that comes next. */
import type { DomainRole } from '@shared/domain/ids'
import type { ModelFigures, ReductionEntry, ReductionWay } from '@shared/domain/reduction'
import { useLayoutEffect, useRef } from 'react'
import type { PreviewState, TrialReductions } from '../../stores/reductions'
import { DomainMark } from '../../ui/domain-mark'
import { formatBytes, formatPct } from '../../ui/format'
import { Icon } from '../../ui/icon'
import { chainTo, costTone, costWords, previewWords, sizeWords, wayWords } from './chain'
import styles from './chain-row.module.css'

export interface ChainRowProps {
  readonly reductions: TrialReductions
  readonly selected: string | null
  readonly onSelect: (runId: string | null) => void
  /** The way that is set up as the next step, and what it would cost. */
  readonly next: { readonly way: ReductionWay; readonly preview: PreviewState | null }
}

const domains: readonly DomainRole[] = ['source', 'target']

export function ChainRow({ reductions, selected, onSelect, next }: ChainRowProps) {
  const chain = chainTo(reductions.entries, selected)
  const before = chain.at(-1)?.model.after ?? reductions.trained
  const row = useRef<HTMLOListElement>(null)
  // What was chosen and what comes next are at the end of a long chain.
  // biome-ignore lint/correctness/useExhaustiveDependencies: moved when another model is chosen
  useLayoutEffect(() => {
    row.current?.scrollTo({ left: row.current.scrollWidth })
  }, [selected, chain.length])
  return (
    <ol className={styles.row} aria-label="Chain of reductions" ref={row}>
      <li className={styles.card} data-chosen={selected === null || undefined}>
        <button type="button" className={styles.pick} aria-pressed={selected === null} onClick={() => onSelect(null)}>
          Trained model
        </button>
        <b className={styles.size}>{formatBytes(reductions.trained.bytes)}</b>
        {domains.map((domain) => (
          <Accuracy key={domain} domain={domain} figures={reductions.trained} />
        ))}
      </li>
      {chain.map((entry) => (
        <StepCard key={entry.runId} entry={entry} chosen={entry.runId === selected} onSelect={() => onSelect(entry.runId)} />
      ))}
      <NextCard {...next} before={before} />
    </ol>
  )
}

function Accuracy({ domain, figures }: { readonly domain: DomainRole; readonly figures: ModelFigures }) {
  const { accuracy } = figures[domain]
  return (
    <p className={styles.line}>
      <DomainMark domain={domain} size={11} />
      {accuracy ? (
        <>
          {formatPct(accuracy.pct)} %{' '}
          <small>
            ({formatPct(accuracy.lowPct)} to {formatPct(accuracy.highPct)})
          </small>
        </>
      ) : (
        <span className={styles.sealed}>
          <Icon name="lock" /> sealed
        </span>
      )}
    </p>
  )
}

interface StepCardProps {
  readonly entry: ReductionEntry
  readonly chosen: boolean
  readonly onSelect: () => void
}

function StepCard({ entry: { model }, chosen, onSelect }: StepCardProps) {
  const step = model.history.at(-1)
  if (!step) return null
  return (
    <li className={styles.card} data-chosen={chosen || undefined}>
      <button type="button" className={styles.pick} aria-pressed={chosen} title={step.summary} onClick={onSelect}>
        {wayWords[step.way].done}
      </button>
      <b className={styles.size}>
        {formatBytes(model.after.bytes)} <small>{sizeWords(model.before.bytes, model.after.bytes)}</small>
      </b>
      {domains.map((domain) => {
        const cost = model.cost[domain]
        return (
          <p key={domain} className={styles.line} data-tone={cost ? costTone(cost) : undefined}>
            <DomainMark domain={domain} size={11} />
            {cost ? costWords(cost) : `${formatPct(model.after[domain].agreement.pct)} % keep their class`}
          </p>
        )
      })}
      <p className={styles.summary}>{step.summary}</p>
    </li>
  )
}

interface NextCardProps {
  readonly way: ReductionWay
  readonly preview: PreviewState | null
  readonly before: ModelFigures
}

function NextCard({ way, preview, before }: NextCardProps) {
  const figures = preview?.figures ?? null
  return (
    <li className={styles.card} data-next>
      <span className={styles.pick}>Next: {wayWords[way].verb.toLowerCase()}</span>
      {figures ? (
        <div className={styles.figures} data-waiting={preview?.waiting || undefined}>
          <b className={styles.size}>
            {formatBytes(figures.bytes)} <small>{sizeWords(before.bytes, figures.bytes)}</small>
          </b>
          {domains.map((domain) => (
            <p key={domain} className={styles.line}>
              <DomainMark domain={domain} size={11} />
              {previewWords(figures, before, domain)}
            </p>
          ))}
          <p className={styles.summary}>Before any fine-tuning, on a few hundred test images. No target label is read.</p>
        </div>
      ) : preview?.problem ? (
        <p className={styles.summary}>
          <b>{preview.problem.message}</b> {preview.problem.hint}
        </p>
      ) : (
        <p className={styles.summary}>
          {preview?.waiting ? 'Working out what it would cost.' : 'It trains a network of its own, so its cost shows when it is done.'}
        </p>
      )}
    </li>
  )
}
