/** What the two runs were asked differently, what was changed while they trained, and the reports behind their figures. */
import type { ReactNode } from 'react'
import { attempt } from '../../app/attempt'
import { host } from '../../app/services'
import { Button } from '../../ui/button'
import { EmptyState } from '../../ui/empty-state'
import { Panel } from '../../ui/panel'
import styles from './differences-panel.module.css'
import type { ComparedRun } from './method-rows'
import { requestDifferences } from './request-differences'
import { useScheduleEdits } from './use-schedule-edits'

export interface DifferencesPanelProps {
  readonly chosen: readonly ComparedRun[]
  readonly onAnother: () => void
  /** At the right end of the title line. */
  readonly actions: ReactNode
}

export function DifferencesPanel({ chosen, onAnother, actions }: DifferencesPanelProps) {
  const [a, b] = chosen
  const edited = useScheduleEdits(chosen.length === 2 ? chosen.map(({ record }) => record.id) : [])
  if (!a || !b || chosen.length > 2) {
    return (
      <Panel title="What differs" actions={actions}>
        <EmptyState
          title="Settings are held side by side for two runs"
          text={
            chosen.length > 2
              ? 'Mark two of them under Runs.'
              : 'One stands here with its references. Change what you want to know about and train again.'
          }
          actions={<Button onClick={onAnother}>Start another run</Button>}
        />
      </Panel>
    )
  }
  const asked = ({ record: { id, request } }: ComparedRun) => ({ request, edited: edited[id] })
  const rows = requestDifferences(asked(a), asked(b))
  const whole = [a, b].every(({ record }) => edited[record.id] !== undefined)
  return (
    <Panel title="What differs" scroll actions={actions}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Setting</th>
            <th scope="col">A</th>
            <th scope="col">B</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <th scope="row">{row.name}</th>
              <td>{row.a}</td>
              <td>{row.b}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {whole && rows.length === 0 && (
        <p className={styles.same}>
          Both asked for the same, and nothing was changed while they trained. What differs between them is chance.
        </p>
      )}
      <dl className={styles.runs}>
        {[a, b].map(({ letter, record, result }) => (
          <div key={record.id}>
            <dt>{letter}</dt>
            <dd title={record.folder}>{record.name}</dd>
            <Button
              size="s"
              icon="external"
              blocked={result ? null : 'The report is written when the run ends'}
              onClick={() => result && attempt(() => host.call('host.openReport', { path: result.report }))}
            >
              Report
            </Button>
          </div>
        ))}
      </dl>
    </Panel>
  )
}
