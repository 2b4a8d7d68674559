/** First part of the run form: which method, where it comes from, and its parameters. */
import type { MethodInfo } from '@shared/domain/method'
import { SchemaForm } from '../../forms/schema-form'
import { Button } from '../../ui/button'
import { Icon } from '../../ui/icon'
import { Panel } from '../../ui/panel'
import { FieldProblem } from './field-problem'
import { fewLabelNote, type RunDraft, withMethod } from './run-draft'
import styles from './run-form.module.css'
import { scheduleWord } from './schedule-chart'

export interface MethodPanelProps {
  readonly draft: RunDraft
  readonly methods: readonly MethodInfo[]
  readonly problems: Readonly<Record<string, string>>
  /** Classes of the source; null while they are being read. */
  readonly classes: number | null
  readonly onChange: (changes: Partial<RunDraft>) => void
}

/** "If this fails" checks, at the parameter that decides. */
const CHECKS: Readonly<Record<string, string>> = {
  learningRate: 'If the loss stops being a number the run ends at its last good checkpoint: try a third of this.',
  lambdaMax: 'If the domain classifier turns blind, or the class loss rises, halve this.',
}

const familyTitle = (family: string): string => family.charAt(0).toUpperCase() + family.slice(1).replace('-', ' ')

export function MethodPanel({ draft, methods, problems, classes, onChange }: MethodPanelProps) {
  const method = methods.find((one) => one.id === draft.method)
  const drawn = Object.keys(draft.schedules)
  const reads = method ? fewLabelNote(method, draft.settings, classes) : null
  const families = [...new Set(methods.map((one) => one.family))].sort((a, b) => Number(a === 'reference') - Number(b === 'reference'))
  return (
    <Panel title="Method" subtitle="how the target is used" scroll>
      <div className={styles.field}>
        <select
          className={styles.select}
          aria-label="Method"
          value={draft.method}
          aria-invalid={problems.method !== undefined}
          onChange={(event) => onChange(withMethod(draft, event.target.value))}
        >
          {families.map((family) => (
            <optgroup key={family} label={familyTitle(family)}>
              {methods
                .filter((one) => one.family === family)
                .map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.label}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
        <FieldProblem text={problems.method} />
        {method && <p className={styles.about}>{method.summary}</p>}
        {reads && (
          <p className={styles.reads}>
            <Icon name="book" tone="sealed" /> {reads}
          </p>
        )}
        {method?.paper && (
          <p className={styles.paper}>
            {method.paper.authors.split(',')[0]}
            {method.paper.authors.includes(',') ? ' et al.' : ''}, {method.paper.year}. {method.paper.title}. {method.paper.url}
          </p>
        )}
      </div>
      {method && (
        <SchemaForm
          schema={method.params}
          values={draft.settings}
          errors={problems}
          notes={CHECKS}
          onChange={(settings) => onChange({ settings })}
        />
      )}
      {drawn.length > 0 && (
        <div className={styles.row}>
          <span className={styles.label}>Drawn schedules: {drawn.map(scheduleWord).join(', ')}</span>
          <Button size="s" onClick={() => onChange({ schedules: {} })}>
            Use the method’s own
          </Button>
          <p className={styles.paper}>As in the run before; the settings of these schedules have no effect.</p>
        </div>
      )}
    </Panel>
  )
}
