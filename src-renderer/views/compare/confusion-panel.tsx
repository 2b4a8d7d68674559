/** Who is taken for whom on the target: the confusion matrix of one method, summed over its seeds, in percent of each row. */
import { summedConfusion, worstConfusions } from '@shared/domain/confusion-cells'
import type { RunRecord, RunResult } from '@shared/domain/run'
import { useState } from 'react'
import { VaultDialog } from '../../app/vault-dialog'
import { useMethodLabel } from '../../stores/catalogue'
import { useVaultPurposes } from '../../stores/vault-purposes'
import { formatAmount, formatCount } from '../../ui/format'
import { newClassesReport } from '../train/new-classes-rows'
import { ConfusionGallery } from './confusion-gallery'
import styles from './confusion-panel.module.css'

export interface ConfusionProps {
  readonly record: RunRecord
  readonly result: RunResult | null
  readonly method: string
}

interface Cell {
  readonly truth: number
  readonly predicted: number
}

export function Confusion({ record, result, method }: ConfusionProps) {
  const { classNames } = record
  const [cell, setCell] = useState<Cell | null>(null)
  const purpose = useVaultPurposes(({ byRun }) => byRun[record.id])
  const matrix = summedConfusion(result, method)
  if (!matrix) return <NoMatrix result={result} method={method} />
  const tests = matrix.flat().reduce((sum, count) => sum + count, 0) / Math.max(1, seedsOf(result, method))
  return (
    <div className={styles.confusion}>
      <table className={styles.matrix} aria-label="Confusion matrix: rows are true classes, columns predictions, in percent of the row">
        <thead>
          <tr>
            <td />
            {classNames.map((name) => (
              <th key={name} scope="col" title={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {matrix.map((row, truth) => (
            <Row key={classNames[truth]} row={row} truth={truth} chosen={cell} classNames={classNames} onChoose={setCell} />
          ))}
        </tbody>
      </table>
      {cell && purpose ? (
        <ConfusionGallery record={record} cell={{ method, ...cell }} purpose={purpose} onClose={() => setCell(null)} />
      ) : (
        <div className={styles.worst}>
          <b>Most often wrong</b>
          <ol>
            {worstConfusions(matrix, 8).map(({ truth, predicted, count, pct }) => (
              <li key={`${truth} ${predicted}`}>
                <button type="button" className={styles.cell} title="Show these images" onClick={() => setCell({ truth, predicted })}>
                  True {classNames[truth]}, predicted {classNames[predicted]}: <b>{Math.round(pct)} %</b>
                  <small> {formatCount(count)} images over all seeds</small>
                </button>
              </li>
            ))}
          </ol>
        </div>
      )}
      {cell && !purpose && (
        <VaultDialog
          title="Show wrong images"
          subtitle={`${formatAmount(tests, 'label')} of the target's test images are read again.`}
          placeholder="See what the mistakes have in common"
          verb="Show images"
          onRead={(written) => useVaultPurposes.getState().give(record.id, written)}
          onClose={() => {
            if (!useVaultPurposes.getState().byRun[record.id]) setCell(null)
          }}
        >
          The report is written, so nothing measured so far changes. What is chosen after looking at these images counts as chosen after a
          look at labels: the ledger keeps every cell you open, with this purpose.
        </VaultDialog>
      )}
    </div>
  )
}

/** What a run has instead: figures on classes never trained on, or the reason why there is nothing. */
function NoMatrix({ result, method }: Pick<ConfusionProps, 'result' | 'method'>) {
  const label = useMethodLabel()(method)
  const fresh = newClassesReport(result?.runs.filter((trial) => trial.method === method) ?? [], label)
  if (fresh === null) return <p className={styles.none}>The target has no labels, or this report is of an earlier version.</p>
  return (
    <div className={styles.worst}>
      <p>
        <b>No matrix: {label} was to recognise classes that it was not trained on.</b>
      </p>
      <ul>
        {fresh.rows.map(({ id, label: name, mean, half }) => (
          <li key={id}>
            {name}: <b>{mean?.toFixed(1)} %</b>
            {half !== null && <small> ± {half.toFixed(1)}</small>}
          </li>
        ))}
      </ul>
      {fresh.sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </div>
  )
}

const seedsOf = (result: RunResult | null, method: string): number =>
  result?.runs.filter((trial) => trial.method === method && trial.target).length ?? 0

interface RowProps {
  readonly row: readonly number[]
  readonly truth: number
  readonly chosen: Cell | null
  readonly classNames: readonly string[]
  readonly onChoose: (cell: Cell) => void
}

function Row({ row, truth, chosen, classNames, onChoose }: RowProps) {
  const total = row.reduce((sum, count) => sum + count, 0)
  return (
    <tr>
      <th scope="row" title={classNames[truth]}>
        {classNames[truth]}
      </th>
      {row.map((count, predicted) => {
        const pct = total === 0 ? 0 : (100 * count) / total
        const tint = `color-mix(in oklab, var(${truth === predicted ? '--ink-3' : '--bad'}) ${Math.round(pct * 0.55)}%, transparent)`
        return (
          <td
            key={classNames[predicted]}
            style={{ background: count === 0 ? undefined : tint }}
            title={`True ${classNames[truth]}, predicted ${classNames[predicted]}: ${count} of ${total}`}
            data-chosen={chosen?.truth === truth && chosen.predicted === predicted ? true : undefined}
          >
            {truth === predicted || count === 0 ? (
              inWords(pct)
            ) : (
              <button type="button" tabIndex={-1} className={styles.cell} onClick={() => onChoose({ truth, predicted })}>
                {inWords(pct) || '·'}
              </button>
            )}
          </td>
        )
      })}
    </tr>
  )
}

const inWords = (pct: number): string => (pct >= 0.5 ? String(Math.round(pct)) : '')
