/** Who is taken for whom on the target: the confusion matrix of one method, summed over its seeds, in percent of each row. */
import type { RunResult } from '@shared/domain/run'
import { formatCount } from '../../ui/format'
import styles from './confusion-panel.module.css'

export interface ConfusionProps {
  readonly result: RunResult | null
  readonly method: string
  readonly classNames: readonly string[]
}

/** Images by truth and prediction over all seeds of a method; null without labels. */
export function summedConfusion(result: RunResult | null, method: string): number[][] | null {
  const own = (result?.runs ?? []).flatMap((trial) => (trial.method === method && trial.target ? [trial.target.confusion] : []))
  const [first] = own
  if (!first) return null
  return first.map((row, truth) => row.map((_, predicted) => own.reduce((sum, matrix) => sum + (matrix[truth]?.[predicted] ?? 0), 0)))
}

/** The wrong cells with the most images, worst first. */
export function worstConfusions(matrix: readonly (readonly number[])[], most: number) {
  const cells = matrix.flatMap((row, truth) => {
    const total = row.reduce((sum, count) => sum + count, 0)
    return row.map((count, predicted) => ({ truth, predicted, count, pct: total === 0 ? 0 : (100 * count) / total }))
  })
  return cells
    .filter(({ truth, predicted, count }) => truth !== predicted && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, most)
}

export function Confusion({ result, method, classNames }: ConfusionProps) {
  const matrix = summedConfusion(result, method)
  if (!matrix) return <p className={styles.none}>The target has no labels, or this report is of an earlier version.</p>
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
            <Row key={classNames[truth]} row={row} truth={truth} classNames={classNames} />
          ))}
        </tbody>
      </table>
      <div className={styles.worst}>
        <b>Most often wrong</b>
        <ol>
          {worstConfusions(matrix, 6).map(({ truth, predicted, count, pct }) => (
            <li key={`${truth} ${predicted}`}>
              True {classNames[truth]}, predicted {classNames[predicted]}: <b>{Math.round(pct)} %</b>
              <small> {formatCount(count)} images over all seeds</small>
            </li>
          ))}
        </ol>
      </div>
    </div>
  )
}

function Row({
  row,
  truth,
  classNames,
}: {
  readonly row: readonly number[]
  readonly truth: number
  readonly classNames: readonly string[]
}) {
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
          >
            {pct >= 0.5 ? Math.round(pct) : ''}
          </td>
        )
      })}
    </tr>
  )
}
