/** A sweep as a heat map: batch sizes across, label shifts down, each cell the method's error against the source model's. */
import type { SweepCell, SweepResult } from '@shared/domain/stream-sweep'
import { cellTone, sweepGrid, sweepWords } from '@shared/domain/sweep-grid'
import { attempt } from '../../app/attempt'
import { engine } from '../../app/services'
import { saveFile } from '../../charts/save-picture'
import { Button } from '../../ui/button'
import styles from './sweep-map.module.css'

export interface SweepMapProps {
  readonly sweep: SweepResult
  readonly running: boolean
}

export function SweepMap({ sweep, running }: SweepMapProps) {
  const { columns, rows } = sweepGrid(sweep)
  const save = (format: 'csv' | 'html'): void =>
    attempt(async () => {
      const { text } = await engine.call('stream.sweepDocument', { sweep, format })
      saveFile(`${sweep.plan.method}-sweep.${format}`, text, format === 'csv' ? 'text/csv' : 'text/html')
    })
  return (
    <section className={styles.section} aria-label="Sweep map">
      <h3 className={styles.title}>{sweep.methodLabel}: error by batch size and label shift</h3>
      <table className={styles.map}>
        <thead>
          <tr>
            <th
              scope="col"
              className={styles.corner}
              title="Concentration δ of the Dirichlet distribution over classes: small, long runs of one class"
            >
              classes
            </th>
            {columns.map((batch) => (
              <th key={batch} scope="col">
                {batch === columns[0] ? `batch ${batch}` : batch}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, cells }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((cell, column) => (
                <MapCell key={columns[column]} cell={cell} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.key}>
        <i data-tone="better" /> better than the source model <i data-tone="worse" /> worse. Large: error, small: the source model’s.
      </p>
      {!running && sweep.findings.map((text) => <p key={text}>{text}</p>)}
      <p className={styles.words}>{sweepWords(sweep)}</p>
      <div className={styles.actions}>
        <Button size="s" blocked={running ? 'The sweep goes on' : null} onClick={() => save('html')}>
          Save page
        </Button>
        <Button size="s" blocked={running ? 'The sweep goes on' : null} onClick={() => save('csv')}>
          Save table
        </Button>
      </div>
    </section>
  )
}

function MapCell({ cell }: { readonly cell: SweepCell | null }) {
  const { tone, strengthPct } = cellTone(cell)
  if (!cell) return <td data-tone={tone}>·</td>
  const { error, sourceError, seeds, gain } = cell
  const half = (value: number | null): string => (value === null ? '' : ` ± ${value.toFixed(1)}`)
  return (
    <td
      data-tone={tone}
      style={{ '--strength': `${strengthPct}%` } as React.CSSProperties}
      title={`Error ${error.mean.toFixed(1)}${half(error.halfWidth)} %, ${gain.mean.toFixed(1)}${half(gain.halfWidth)} points less than the source model; ${seeds.length === 1 ? '1 seed' : `${seeds.length} seeds`}`}
    >
      <b>{error.mean.toFixed(1)} %</b>
      <small>{sourceError.mean.toFixed(1)} %</small>
    </td>
  )
}
