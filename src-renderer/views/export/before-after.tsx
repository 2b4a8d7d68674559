/** What leaving the lab costs each domain: size, accuracy and agreement, before and after. */
import type { ExportManifest } from '@shared/domain/export'
import { DomainMark } from '../../ui/domain-mark'
import { formatBytes, formatPct } from '../../ui/format'
import { Panel } from '../../ui/panel'
import styles from './before-after.module.css'
import { costWords, pctWords } from './export-words'

export function BeforeAfter({ manifest }: { readonly manifest: ExportManifest | null }) {
  return (
    <Panel title="Before and after" {...(manifest && { actions: <small className={styles.cost}>{costWords(manifest.accuracy)}</small> })}>
      {manifest === null ? (
        <p className={styles.none}>Size and accuracy of the written file stand here once it is checked.</p>
      ) : (
        <Figures manifest={manifest} />
      )}
    </Panel>
  )
}

function Figures({ manifest }: { readonly manifest: ExportManifest }) {
  const { accuracy, modelBytes, parity } = manifest
  const rows = [
    { name: 'In the lab', bytes: accuracy.labBytes, ...accuracy.lab, agreement: '–' },
    { name: 'The file', bytes: modelBytes, ...accuracy.file, agreement: `${formatPct(parity.topOneAgreementPct)} %` },
  ]
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">Model</span>
          </th>
          <th scope="col">Size</th>
          <th scope="col">
            <DomainMark domain="source" size={10} /> Source
          </th>
          <th scope="col">
            <DomainMark domain="target" size={10} /> Target
          </th>
          <th scope="col">Same answer</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, bytes, sourcePct, targetPct, agreement }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{formatBytes(bytes)}</td>
            <td>{pctWords(sourcePct)}</td>
            <td>{pctWords(targetPct)}</td>
            <td>{agreement}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
