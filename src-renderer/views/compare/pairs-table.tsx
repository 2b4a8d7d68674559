/** Method against method and against source-only, with what each costs: is the difference real, and what did it take? */
import type { Comparison } from '@shared/domain/comparison'
import { signedFigure } from '@shared/domain/signed-figure'
import { formatBytes, formatCount, formatDuration } from '../../ui/format'
import styles from './class-table.module.css'

export interface PairsTableProps {
  readonly comparison: Comparison
  readonly nameOf: (id: string) => string
}

export function PairsTable({ comparison: { methods, pairs }, nameOf }: PairsTableProps) {
  const against = methods.flatMap((one) =>
    one.overSourceOnly ? [{ key: one.id, a: nameOf(one.id), b: 'Source-only', ...one.overSourceOnly }] : [],
  )
  const between = pairs.map((pair) => ({ ...pair, key: `${pair.a} ${pair.b}`, a: nameOf(pair.a), b: nameOf(pair.b) }))
  return (
    <>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">A − B, target accuracy</th>
            <th scope="col">Points ± 95 %</th>
            <th scope="col">Seeds</th>
            <th scope="col">Wins</th>
            <th scope="col" title="Two-sided Wilcoxon signed-rank test; with n seeds it cannot be smaller than 2^(1−n)">
              p
            </th>
          </tr>
        </thead>
        <tbody>
          {[...against, ...between].map((row) => (
            <tr key={row.key}>
              <th scope="row">
                {row.a} − {row.b}
              </th>
              <td data-worse={row.mean < 0 || undefined}>{signedFigure(row)}</td>
              <td>{row.seeds.length}</td>
              <td>
                {row.wins} : {row.losses}
              </td>
              <td>{row.pValue.toFixed(3)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Cost</th>
            <th scope="col">Training, all seeds</th>
            <th scope="col">Images/s</th>
            <th scope="col" title="Most resident memory of the engine while a trial trained">
              Memory
            </th>
          </tr>
        </thead>
        <tbody>
          {methods.map((one) => (
            <tr key={one.id}>
              <th scope="row">{nameOf(one.id)}</th>
              <td>{formatDuration(one.seconds)}</td>
              <td>{formatCount(Math.round(one.imagesPerSecond))}</td>
              <td>{one.peakMemoryBytes === null ? '–' : formatBytes(one.peakMemoryBytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
