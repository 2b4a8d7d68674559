/** What each validator would choose without a label, how far they agree, and what the app makes of it. */
import type { Comparison, Recommendation } from '@shared/domain/comparison'
import { useState } from 'react'
import { EmptyState } from '../../ui/empty-state'
import { Notice } from '../../ui/notice'
import { Panel } from '../../ui/panel'
import { Segmented } from '../../ui/segmented'
import { CheckpointsTable } from './checkpoints-table'
import styles from './validators-panel.module.css'

export interface ValidatorsPanelProps {
  readonly comparison: Comparison | null
  /** Short name of a compared method by its id. */
  readonly nameOf: (id: string) => string
}

export function ValidatorsPanel({ comparison, nameOf }: ValidatorsPanelProps) {
  const [part, setPart] = useState<Part>('methods')
  return (
    <Panel
      title="Validators without labels"
      scroll
      actions={<Segmented label="What validators choose" options={parts} value={part} onChange={setPart} />}
    >
      {comparison === null ? (
        <EmptyState title="No scores to show yet" text="Validators score every finished trial." />
      ) : part === 'checkpoints' ? (
        <CheckpointsTable comparison={comparison} nameOf={nameOf} />
      ) : (
        <div className={styles.panel}>
          {comparison.recommendation.votes.length > 0 && <Ranks recommendation={comparison.recommendation} nameOf={nameOf} />}
          <Verdict recommendation={comparison.recommendation} nameOf={nameOf} />
        </div>
      )}
    </Panel>
  )
}

type Part = 'methods' | 'checkpoints'
const parts: readonly { readonly value: Part; readonly label: string; readonly title: string }[] = [
  { value: 'methods', label: 'Method', title: 'Which method: rank 1 is best' },
  { value: 'checkpoints', label: 'Epoch', title: 'Which checkpoint of each seed' },
]

interface PartProps {
  readonly recommendation: Recommendation
  readonly nameOf: (id: string) => string
}

function Ranks({ recommendation: { candidates, votes }, nameOf }: PartProps) {
  const priced = votes.every(({ costPoints }) => costPoints !== null)
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Validator</th>
          {candidates.map((id) => (
            <th key={id} scope="col" title={nameOf(id)}>
              {nameOf(id)}
            </th>
          ))}
          {priced && (
            <th scope="col" title="Points of target accuracy its first choice is under the best candidate, priced with the report's labels">
              Cost
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {votes.map((vote) => (
          <tr key={vote.id}>
            <th scope="row">{vote.label}</th>
            {vote.ranks.map((rank, index) => (
              <td key={candidates[index]} data-first={candidates[index] === vote.choice || undefined}>
                <span>{candidates[index] === vote.choice ? '1st' : rank}</span>
              </td>
            ))}
            {priced && <td>{vote.costPoints?.toFixed(1)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Verdict({ recommendation, nameOf }: PartProps) {
  const { choice, reason, dissent, costPoints } = recommendation
  if (choice === null) return <Notice tone="warn" message="No recommendation." hint={reason} />
  const against = dissent.length === 0 ? '' : ` Others choose differently: ${dissent.join(', ')}.`
  const price =
    costPoints === null
      ? ''
      : costPoints === 0
        ? ' With the report’s labels it is also the best.'
        : ` With the report’s labels it is ${costPoints.toFixed(1)} points under the best.`
  return <Notice tone="good" message={`Recommended: ${nameOf(choice)}, at its last checkpoint.`} hint={`${reason}${against}${price}`} />
}
