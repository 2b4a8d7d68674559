/** Accuracy on every domain left out, by method; what the oracle would have chosen stands apart, and says what it is. */
import type { GeneralizationTable, Selected } from '@shared/domain/generalization'
import { differenceText, figureText } from '@shared/domain/generalization-words'
import styles from './leave-out.module.css'

export function LeaveOutTable({ table: { domains, methods, seeds, hyperSeeds } }: { readonly table: GeneralizationTable }) {
  const oracles = methods.flatMap(({ label, method, oracle }) => (oracle ? [{ label, method, selected: oracle, overErm: null }] : []))
  return (
    <>
      <Rows
        caption={`Accuracy on the domain left out, last checkpoint, in %: ${seeds.length === 1 ? 'one trial seed' : `mean ± standard error over ${seeds.length} trial seeds`}${hyperSeeds > 1 ? `; of ${hyperSeeds} settings the one best on held-out images of the sources` : ''}`}
        domains={domains}
        rows={methods.map(({ label, method, trainingDomain, overErm }) => ({ label, method, selected: trainingDomain, overErm }))}
        withErm
      />
      {oracles.length > 0 && (
        <Rows
          caption="Oracle: settings chosen by target labels of one half of the images, reported on the other. Optimistic; nobody has such labels in earnest"
          domains={domains}
          rows={oracles}
        />
      )}
    </>
  )
}

interface RowsProps {
  readonly caption: string
  readonly domains: readonly string[]
  readonly rows: readonly {
    readonly label: string
    readonly method: string
    readonly selected: Selected
    readonly overErm: GeneralizationTable['methods'][number]['overErm']
  }[]
  readonly withErm?: boolean
}

function Rows({ caption, domains, rows, withErm = false }: RowsProps) {
  return (
    <table className={styles.table}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Method</th>
          {domains.map((domain) => (
            <th key={domain} scope="col">
              {domain}
            </th>
          ))}
          <th scope="col">Average</th>
          {withErm && <th scope="col">Over ERM ± 95 %</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ label, method, selected: { perDomain, average }, overErm }) => (
          <tr key={method}>
            <th scope="row">{label}</th>
            {domains.map((domain, at) => (
              <td key={domain}>{figureText(perDomain[at] ?? null)}</td>
            ))}
            <td>
              <b>{figureText(average)}</b>
            </td>
            {withErm && <td data-worse={(overErm?.meanPct ?? 0) < 0 || undefined}>{differenceText(overErm)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
