/** Which checkpoint of each seed the validators would take, and what the app makes of it; results stay those of the last one. */
import { againWords, choosersOf, epochBy, takenWord } from '@shared/domain/checkpoint-words'
import { commandLineOf } from '@shared/domain/command-line'
import type { Comparison } from '@shared/domain/comparison'
import type { CheckpointChoice } from '@shared/domain/scored-checkpoint'
import { useState } from 'react'
import { attempt } from '../../app/attempt'
import { host } from '../../app/services'
import { useRuns } from '../../stores/runs'
import { Button } from '../../ui/button'
import { EmptyState } from '../../ui/empty-state'
import { formatAmount } from '../../ui/format'
import { Notice } from '../../ui/notice'
import selectStyles from '../../ui/select.module.css'
import styles from './validators-panel.module.css'

export interface CheckpointsTableProps {
  readonly comparison: Comparison
  readonly nameOf: (id: string) => string
}

export function CheckpointsTable({ comparison: { checkpoints, recommendation }, nameOf }: CheckpointsTableProps) {
  const [picked, setPicked] = useState<string | null>(null)
  const methods = [...new Set(checkpoints.map(({ of }) => of))]
  const method = methods.find((id) => id === picked) ?? methods[0]
  const own = checkpoints.filter(({ of }) => of === method)
  if (own.length === 0) {
    const kept = 'Validators score about twenty checkpoints of a trial; runs of earlier versions kept the last.'
    return <EmptyState title="No choice of a checkpoint" text={recommendation.votes.length === 0 ? recommendation.reason : kept} />
  }
  return (
    <div className={styles.panel}>
      <select
        className={selectStyles.inRow}
        aria-label="Method whose checkpoints are shown"
        value={method}
        onChange={(event) => setPicked(event.target.value)}
      >
        {methods.map((id) => (
          <option key={id} value={id}>
            {nameOf(id)}
          </option>
        ))}
      </select>
      <Epochs own={own} />
      <Verdict own={own} />
    </div>
  )
}

interface PartProps {
  /** Of one method, a seed each. */
  readonly own: readonly CheckpointChoice[]
}

function Epochs({ own }: PartProps) {
  const priced = own.every(({ lastCostPoints }) => lastCostPoints !== null)
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Epoch by</th>
          {own.map(({ seed }) => (
            <th key={seed} scope="col">
              Seed {seed}
            </th>
          ))}
          {priced && (
            <th
              scope="col"
              title="Points of target accuracy under the best scored checkpoint, mean over seeds, priced with the report's labels"
            >
              Cost
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {choosersOf(own).map(({ id, label }) => (
          <tr key={id}>
            <th scope="row">{label}</th>
            {own.map((one) => (
              <td key={one.seed} data-first={epochBy(one, id) === takenWord(one) || undefined}>
                <span>{epochBy(one, id)}</span>
              </td>
            ))}
            {priced && <td>{meanOf(own.flatMap(({ votes }) => votes.find((vote) => vote.id === id)?.costPoints ?? []))}</td>}
          </tr>
        ))}
        <tr>
          <th scope="row">Last</th>
          {own.map(({ seed, lastEpoch }) => (
            <td key={seed}>{lastEpoch}</td>
          ))}
          {priced && <td>{meanOf(own.map(({ lastCostPoints }) => lastCostPoints ?? 0))}</td>}
        </tr>
        <tr>
          <th scope="row">Take</th>
          {own.map((one) => (
            <td key={one.seed}>
              <b>{takenWord(one)}</b>
            </td>
          ))}
          {priced && <td>{meanOf(own.map(({ costPoints, lastCostPoints }) => costPoints ?? lastCostPoints ?? 0))}</td>}
        </tr>
      </tbody>
    </table>
  )
}

const meanOf = (values: readonly number[]): string =>
  values.length === 0 ? '–' : (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(1)

function Verdict({ own }: PartProps) {
  const chosen = own.filter(({ choice }) => choice !== null)
  const earlier = chosen.filter(({ choice, lastEpoch }) => choice !== lastEpoch)
  const kept = chosen.length === 0
  const message = kept
    ? 'No recommendation: the last checkpoint is kept.'
    : earlier.length === 0
      ? `The last checkpoint is recommended for ${chosen.length} of ${formatAmount(own.length, 'seed')}.`
      : `An earlier checkpoint is recommended for ${earlier.length} of ${formatAmount(own.length, 'seed')}.`
  return (
    <>
      <Notice tone={kept ? 'warn' : 'good'} message={message} hint="No target label was used. Results stay those of the last checkpoint." />
      <ul className={styles.reasons}>
        {own.map((one) => (
          <li key={one.seed}>
            <b>Seed {one.seed}</b> {one.reason} {againWords(one)}
            <TrainAgain choice={one} />
          </li>
        ))}
      </ul>
    </>
  )
}

/** The command line that trains up to the recommended epoch, where one can say the run. */
function TrainAgain({ choice: { of, seed, choice, lastEpoch } }: { readonly choice: CheckpointChoice }) {
  const [runId, method] = of.split('/')
  const request = useRuns((state) => state.runs.find(({ id }) => id === runId)?.request)
  if (request === undefined || method === undefined || choice === null || choice === lastEpoch) return null
  // A line that names files would have to save them, too; and settings belong to any of the run's methods.
  if (request.preparation !== undefined || request.codes !== undefined) return null
  const methods = Object.keys(request.settings).length === 0 ? [method] : [...new Set([...request.methods, method])]
  const text = commandLineOf({ ...request, methods, seeds: [seed], epochs: choice, bare: true })
  if (text === null) return null
  return (
    <>
      {' '}
      <Button size="s" title={text} onClick={() => attempt(() => host.call('host.copyText', { text }))}>
        Copy the command
      </Button>
    </>
  )
}
