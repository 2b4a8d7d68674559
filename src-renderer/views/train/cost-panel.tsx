/** Third part of the run form: how long, how often, what beside it, and what that will cost. */
import { useId } from 'react'
import { NumberInput } from '../../forms/number-input'
import { Button } from '../../ui/button'
import { formatTimeLeft } from '../../ui/format'
import { Icon } from '../../ui/icon'
import { Panel } from '../../ui/panel'
import { Switch } from '../../ui/switch'
import { FieldProblem } from './field-problem'
import { nextSeed, type RunDraft, trainedMethods } from './run-draft'
import styles from './run-form.module.css'

export interface CostPanelProps {
  readonly draft: RunDraft
  /** Estimated seconds of the whole run; null when nothing like it was measured. */
  readonly seconds: number | null
  readonly problems: Readonly<Record<string, string>>
  readonly onChange: (changes: Partial<RunDraft>) => void
}

export function CostPanel({ draft, seconds, problems, onChange }: CostPanelProps) {
  const id = useId()
  const methods = trainedMethods(draft).length
  const { seeds } = draft
  const words = `${seeds.length} ${seeds.length === 1 ? 'seed' : 'seeds'} × ${methods} ${methods === 1 ? 'method' : 'methods'}`
  return (
    <Panel title="Length and cost" scroll>
      <div className={styles.cost}>
        <b data-unknown={seconds === null || undefined}>{seconds === null ? 'Time not known yet' : `about ${formatTimeLeft(seconds)}`}</b>
        <span className={styles.paper}>
          {words}
          {seconds === null
            ? '. Nothing like it has run here; an estimate comes 5 s after the start.'
            : ', from an earlier run with this network.'}
        </span>
      </div>
      <div className={styles.row}>
        <label className={styles.label} htmlFor={`${id}-epochs`}>
          Epochs
        </label>
        <NumberInput
          id={`${id}-epochs`}
          value={draft.epochs}
          min={1}
          max={1000}
          step={1}
          invalid={problems.epochs !== undefined}
          onChange={(epochs) => onChange({ epochs })}
        />
        <FieldProblem text={problems.epochs} />
        <p className={styles.paper}>Passes over the source images.</p>
      </div>
      <div className={styles.row}>
        <label className={styles.label} htmlFor={`${id}-batch`}>
          Batch
        </label>
        <NumberInput
          id={`${id}-batch`}
          value={draft.batch}
          unit="images"
          min={2}
          max={1024}
          step={1}
          invalid={problems.batch !== undefined}
          onChange={(batch) => onChange({ batch })}
        />
        <FieldProblem text={problems.batch} />
        <p className={styles.paper}>From each domain, every step. If memory runs out, halve it.</p>
      </div>
      <div className={styles.row}>
        <span className={styles.label}>Seeds</span>
        <Button size="s" icon="plus" onClick={() => onChange({ seeds: [...seeds, nextSeed(seeds)].sort((a, b) => a - b) })}>
          Add a seed
        </Button>
        <ul className={styles.seeds} aria-label="Seeds">
          {seeds.map((seed) => (
            <li key={seed} className={styles.seed}>
              {seed}
              <button
                type="button"
                aria-label={`Remove seed ${seed}`}
                title={`Remove seed ${seed}`}
                onClick={() => onChange({ seeds: seeds.filter((one) => one !== seed) })}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
        <FieldProblem text={problems.seeds} />
        <p className={styles.paper}>
          {seeds.length < 3
            ? 'Adversarial results vary by several points from seed to seed: three show the spread.'
            : 'Each repeats the whole training from another start.'}
        </p>
      </div>
      <div className={styles.row}>
        <label className={styles.label} htmlFor={`${id}-references`}>
          With source-only and target-oracle beside it
        </label>
        <Switch id={`${id}-references`} checked={draft.references} onChange={(references) => onChange({ references })} />
        <p className={styles.paper}>
          {draft.references && draft.sealed
            ? 'Doing nothing, beside it. The oracle is left out: it reads target labels.'
            : draft.references
              ? 'Doing nothing and knowing everything: between them a gain means something. The oracle reads target labels, fenced off through the ledger.'
              : 'Without them a gain cannot be told.'}
        </p>
      </div>
      <div className={styles.row}>
        <label className={styles.label} htmlFor={`${id}-sealed`}>
          Keep target labels shut
        </label>
        <Switch id={`${id}-sealed`} checked={draft.sealed} onChange={(sealed) => onChange({ sealed })} />
        <FieldProblem text={problems.sealed} />
        <p className={styles.paper}>
          {draft.sealed
            ? 'The vault stays shut at the report as well: validators and source accuracy are reported, target accuracy never, and no map is drawn. To learn it later, run the same without this.'
            : 'The vault is opened once, for the report. Shut, the run can be compared by validators without anybody having looked.'}
        </p>
      </div>
    </Panel>
  )
}
