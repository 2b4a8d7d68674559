/** Accuracy by class on the target, one row a method, its points over source-only beneath each figure; a class that loses is marked. */
import type { Comparison } from '@shared/domain/comparison'
import { signed } from '@shared/domain/signed-figure'
import styles from './class-table.module.css'

export interface ClassTableProps {
  readonly comparison: Comparison
  readonly nameOf: (id: string) => string
}

export function ClassTable({ comparison: { methods, classNames }, nameOf }: ClassTableProps) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">
            Method<small>over source-only</small>
          </th>
          {classNames.map((name) => (
            <th key={name} scope="col" title={name}>
              {name}
            </th>
          ))}
          <th scope="col" title="Mean F1 over the classes">
            Macro F1
          </th>
          <th scope="col" title="Expected calibration error: how far confidence is from accuracy">
            ECE
          </th>
        </tr>
      </thead>
      <tbody>
        {methods.map((one) => (
          <tr key={one.id}>
            <th scope="row">{nameOf(one.id)}</th>
            {classNames.map((name, index) => {
              const value = one.perClassPct?.[index] ?? null
              const over = one.perClassOverSourceOnly?.[index] ?? null
              return (
                <td key={name} data-worse={(over !== null && over < -1) || undefined}>
                  {value === null ? '–' : value.toFixed(0)}
                  {over !== null && <small>{short(over)}</small>}
                </td>
              )
            })}
            <td>{one.macroF1Pct?.toFixed(1) ?? '–'}</td>
            <td>{one.ecePct?.toFixed(1) ?? '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** As many digits as fit beneath a figure of two. */
const short = (points: number): string => signed(points, Math.abs(points) < 9.95 ? 1 : 0)
