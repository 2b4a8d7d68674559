/** Accuracy by class on the target, one row a method; where a method is worse than source-only the figure says so. */
import type { Comparison } from '@shared/domain/comparison'
import styles from './class-table.module.css'

export interface ClassTableProps {
  readonly comparison: Comparison
  readonly nameOf: (id: string) => string
}

export function ClassTable({ comparison: { methods, classNames }, nameOf }: ClassTableProps) {
  const baseline = methods.find(({ method }) => method === 'source-only')?.perClassPct ?? null
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Method</th>
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
              const reference = baseline?.[index] ?? null
              const difference = value === null || reference === null ? 0 : value - reference
              return (
                <td
                  key={name}
                  data-worse={difference < -1 || undefined}
                  title={
                    difference === 0
                      ? undefined
                      : `${difference > 0 ? '+' : '−'}${Math.abs(difference).toFixed(1)} points against source-only`
                  }
                >
                  {value === null ? '–' : value.toFixed(0)}
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
