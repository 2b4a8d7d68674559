/** A finished stream: the error under each shift beside the source model's, and what went on in words. */
import type { StreamFigures, StreamResult } from '@shared/domain/stream'
import styles from './streams-sheet.module.css'

export function StreamTable({ result }: { readonly result: StreamResult }) {
  const { perShift, notes, savedAs, batchesPerSecond, ledger, plan } = result
  return (
    <section aria-label="Finished stream" className={styles.result}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Shift</th>
            <th scope="col">Images</th>
            <th scope="col">Error</th>
            <th scope="col">Source model</th>
            <th scope="col">Entropy</th>
          </tr>
        </thead>
        <tbody>
          {perShift.map(({ kind, severity, ...figures }) => (
            <Row key={`${kind} ${severity}`} name={severity ? `${kind} ${severity}` : kind} figures={figures} />
          ))}
        </tbody>
        {perShift.length > 1 && (
          <tfoot>
            <Row name="All" figures={result} />
          </tfoot>
        )}
      </table>
      {notes.map((note) => (
        <p key={note} className={styles.note}>
          {note}
        </p>
      ))}
      {savedAs !== null && (
        <p>The adapted model is kept as a run of this study: it is in Runs, and looks at images on Shift like any other.</p>
      )}
      <p className={styles.words}>
        {plan.protocol}, {plan.order}, batch {plan.batch}, seed {plan.seed}, {result.resets} {result.resets === 1 ? 'reset' : 'resets'},{' '}
        {batchesPerSecond.toFixed(1)} batches/s,{' '}
        {ledger.targetLabelReads === 0 ? 'no target label read' : `labels read ${ledger.targetLabelReads} times, in the ledger`}. One seed
        is one order.
      </p>
    </section>
  )
}

function Row({ name, figures }: { readonly name: string; readonly figures: StreamFigures }) {
  const pct = (value: number | null): string => (value === null ? 'no labels' : `${value.toFixed(1)} %`)
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{figures.images}</td>
      <td>
        <b>{pct(figures.errorPct)}</b>
      </td>
      <td>{pct(figures.withoutAdaptation.errorPct)}</td>
      <td>{figures.entropy.toFixed(2)}</td>
    </tr>
  )
}
