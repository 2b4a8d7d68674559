/** What the two runs were asked differently, and the reports behind their figures. */
import { attempt } from '../../app/attempt'
import { host } from '../../app/services'
import { Button } from '../../ui/button'
import { EmptyState } from '../../ui/empty-state'
import { Panel } from '../../ui/panel'
import styles from './differences-panel.module.css'
import type { ComparedRun } from './method-rows'
import { requestDifferences } from './request-differences'

export interface DifferencesPanelProps {
  readonly chosen: readonly ComparedRun[]
  readonly onAnother: () => void
}

export function DifferencesPanel({ chosen, onAnother }: DifferencesPanelProps) {
  const [a, b] = chosen
  if (!a || !b) {
    return (
      <Panel title="What differs">
        <EmptyState
          title="Compare needs two finished runs"
          text="One stands here with its references. Change what you want to know about and train again."
          actions={<Button onClick={onAnother}>Start another run</Button>}
        />
      </Panel>
    )
  }
  const rows = requestDifferences(a.record.request, b.record.request)
  return (
    <Panel title="What differs" subtitle="in what was asked" scroll>
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
      {rows.length === 0 && <p className={styles.same}>Both asked for the same. What differs between them is chance.</p>}
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
