/** All runs of the study as a table; marks choose what is compared. */
import { chosenAfterLabels } from '@shared/domain/chosen-after-labels'
import type { RunRecord, RunResult } from '@shared/domain/run'
import { targetIntervalOf } from '@shared/domain/target-figure'
import { openRun } from '../../app/actions'
import { useMethodLabel } from '../../stores/catalogue'
import { describeMethods, leadMethod, statusWords } from '../../stores/describe-run'
import { useRuns } from '../../stores/runs'
import { comparedLimit, useView } from '../../stores/view'
import { Chip } from '../../ui/chip'
import { formatDuration, formatPct, formatWhen, secondsBetween } from '../../ui/format'
import { Icon } from '../../ui/icon'
import type { ComparedRun } from './method-rows'
import styles from './runs-table.module.css'

export interface RunsTableProps {
  readonly runs: readonly RunRecord[]
  readonly chosen: readonly ComparedRun[]
}

export function RunsTable({ runs, chosen }: RunsTableProps) {
  const results = useRuns((state) => state.results)
  const setCompared = useView((state) => state.setCompared)
  const labelOf = useMethodLabel()
  const chosenIds = chosen.map((run) => run.record.id)
  const mark = (id: string): void =>
    setCompared(chosenIds.includes(id) ? chosenIds.filter((one) => one !== id) : [...chosenIds, id].slice(-comparedLimit))
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">Compared</span>
          </th>
          <th scope="col">Run</th>
          <th scope="col">Seeds</th>
          <th scope="col">Status</th>
          <th scope="col" className={styles.figure}>
            Target ± 95 %
          </th>
          <th scope="col" className={styles.figure}>
            Source
          </th>
          <th scope="col" className={styles.figure}>
            When
          </th>
          <th scope="col" className={styles.figure}>
            Took
          </th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => {
          const { word, icon, tone } = statusWords[run.status]
          const letter = chosen.find((one) => one.record.id === run.id)?.letter
          const took = secondsBetween(run.startedAt, run.finishedAt)
          const chosenAfter = chosenAfterLabels(run)
          const summary = results[run.id]?.summary[leadMethod(run)]
          return (
            <tr key={run.id} data-chosen={letter !== undefined || undefined}>
              <td className={styles.mark}>
                <input
                  type="checkbox"
                  aria-label={`Compare ${run.name}`}
                  checked={letter !== undefined}
                  disabled={run.status !== 'done'}
                  onChange={() => mark(run.id)}
                />
                <b>{letter}</b>
              </td>
              <td className={styles.run}>
                <button type="button" className={styles.open} onClick={() => openRun(run.id)} title={`Open ${run.name}`}>
                  {run.name}
                </button>
                <small>
                  {describeMethods(run, labelOf)}
                  {chosenAfter !== null && (
                    <span title={chosenAfter}>
                      {' '}
                      <Icon name="unlock" tone="warn" />
                      <span className="visually-hidden">, chosen after labels were seen</span>
                    </span>
                  )}
                </small>
              </td>
              <td>{run.request.seeds.length === 1 ? <Chip>1 seed</Chip> : run.request.seeds.length}</td>
              <td>
                <span className={styles.status}>
                  <Icon name={icon} tone={tone} />
                  {word}
                </span>
              </td>
              <td className={styles.figure}>
                <TargetFigure run={run} result={results[run.id] ?? null} />
              </td>
              <td className={styles.figure}>{summary ? formatPct(summary.sourceMeanPct) : '–'}</td>
              <td className={styles.figure}>{formatWhen(run.createdAt)}</td>
              <td className={styles.figure}>{took === null ? '–' : formatDuration(took)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function TargetFigure({ run, result }: { readonly run: RunRecord; readonly result: RunResult | null }) {
  if (!result) {
    return run.status === 'failed' || run.status === 'cancelled' ? (
      <>–</>
    ) : (
      <span className={styles.sealed}>
        <Icon name="lock" />
        sealed
      </span>
    )
  }
  const own = result.runs.filter(({ method }) => method === leadMethod(run))
  const over = targetIntervalOf(own)
  if (over === null) return <>no labels</>
  const newClasses = own.some(({ fewShot, zeroShot }) => fewShot !== undefined || zeroShot !== undefined)
  return (
    <span title={newClasses ? 'On classes that were not trained on' : undefined}>
      <b>{formatPct(over.mean)}</b>
      {over.halfWidth !== null && <span className={styles.half}> ± {formatPct(over.halfWidth)}</span>}
    </span>
  )
}
