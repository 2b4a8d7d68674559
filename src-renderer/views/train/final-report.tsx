/** The sealed area opened: target accuracy by method with intervals and seeds, what it means, and where the report lies. */
import type { RunRecord, RunResult } from '@shared/domain/run'
import { useMemo } from 'react'
import { attempt } from '../../app/attempt'
import { host } from '../../app/services'
import type { ChartState } from '../../charts/chart-state'
import { IntervalPlot } from '../../charts/interval/interval-plot'
import { byMean, type IntervalRow } from '../../charts/interval/interval-rows'
import { LineChart } from '../../charts/line/line-chart'
import { useCatalogue, useMethodLabel } from '../../stores/catalogue'
import { leadMethod } from '../../stores/describe-run'
import { useRuns } from '../../stores/runs'
import { useView } from '../../stores/view'
import { Button } from '../../ui/button'
import { Chip } from '../../ui/chip'
import { formatAmount, formatDuration } from '../../ui/format'
import { Icon } from '../../ui/icon'
import { Panel } from '../../ui/panel'
import styles from './final-report.module.css'
import { gainWords, sealedWords } from './gain-words'
import { newClassesReport } from './new-classes-rows'
import { isDecided, overSourceOnly } from './over-source-only'
import { RecognisePanel } from './recognise-panel'
import { reportChart } from './training-series'

export interface FinalReportProps {
  readonly run: RunRecord
  readonly result: RunResult
  readonly onChange: () => void
}

const keptShut = 'Target labels were kept shut in this run, so its target accuracy is not known to anybody.'

const notes: Readonly<Record<string, string>> = { 'source-only': 'no adaptation', 'target-oracle': 'trained on target labels' }

export function FinalReport({ run, result, onChange }: FinalReportProps) {
  const methods = useCatalogue((state) => state.methods)
  const labelOf = useMethodLabel()
  const lead = leadMethod(run)
  const sealed = run.request.sealed === true
  const words = sealed ? sealedWords : gainWords(result, lead, labelOf(lead))
  const base = result.summary['source-only']?.meanPct ?? null
  const rows = byMean(
    Object.entries(result.summary).map(([method, summary]): IntervalRow => {
      const own = result.runs.filter((trial) => trial.method === method)
      const over = method === 'source-only' ? null : overSourceOnly(result, method)
      const worse = over !== null && over.meanPoints < 0 && isDecided(over)
      return {
        id: method,
        label: labelOf(method),
        note: worse ? 'negative transfer' : (notes[method] ?? methods.find((one) => one.id === method)?.family ?? ''),
        mean: summary.meanPct,
        half: summary.ci95Pct,
        seeds: own.flatMap((trial) =>
          trial.lastCheckpoint.targetAccuracyPct === null ? [] : [{ seed: trial.seed, value: trial.lastCheckpoint.targetAccuracyPct }],
        ),
        tone: worse ? 'bad' : method === lead ? 'focus' : 'quiet',
        absent: sealed ? 'kept shut' : 'no target labels',
        cells: [summary.sourceMeanPct.toFixed(1), formatDuration(own.reduce((sum, trial) => sum + trial.seconds, 0))],
      }
    }),
  )
  const seeds = run.request.seeds.length
  const metrics = useRuns((store) => store.metrics)
  const curve = useMemo(() => reportChart(run, lead, metrics, result), [run, lead, metrics, result])
  const fresh = newClassesReport(
    result.runs.filter(({ method }) => method === lead),
    labelOf(lead),
  )
  const measured = fresh !== null || rows.some((row) => row.mean !== null)
  const state: ChartState = measured
    ? { kind: 'ready' }
    : { kind: 'empty', text: sealed ? keptShut : 'The target has no class folders, so its accuracy cannot be measured.' }
  return (
    <>
      <Panel
        title={fresh?.title ?? 'Target accuracy'}
        subtitle={
          fresh?.subtitle ?? `last checkpoint, target test${seeds > 1 ? '; bar: 95 % t-interval over seeds, small marks: seeds' : ''}`
        }
        className={seeds === 1 ? styles.withChip : undefined}
        actions={seeds === 1 ? <Chip>1 seed</Chip> : undefined}
      >
        <IntervalPlot
          title={fresh?.title ?? 'Target accuracy'}
          rows={fresh?.rows ?? rows}
          domain={[0, 100]}
          unit="%"
          columns={fresh ? [] : ['Source', 'Time']}
          references={fresh ? [fresh.reference] : base === null ? [] : [{ value: base, label: 'source-only' }]}
          selectedId={fresh?.rows[0]?.id ?? lead}
          state={state}
        />
      </Panel>
      <Panel title="What it means" scroll>
        <div className={styles.meaning}>
          <p className={styles.title} data-tone={words.tone}>
            {words.tone !== 'info' && <Icon name={words.tone === 'good' ? 'check' : 'warn'} tone={words.tone} />}
            {fresh ? `${fresh.rows[0]?.label}: ${fresh.rows[0]?.mean?.toFixed(1)} %` : words.title}
          </p>
          {(fresh ?? words).sentences.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          <p className={styles.ledger}>
            <Icon name="book" tone="muted" />
            <span>
              {formatAmount(result.ledger.targetLabelReads, 'read')} of target labels in the ledger,{' '}
              {formatAmount(result.ledger.labels, 'label')} in all. None by an adapting method, by checkpoint choice or by selection.
            </span>
          </p>
          <div className={styles.actions}>
            <Button size="s" icon="external" onClick={() => attempt(() => host.call('host.openReport', { path: result.report }))}>
              Open report
            </Button>
            <Button size="s" icon="folder" onClick={() => attempt(() => host.call('host.showInFolder', { path: run.folder }))}>
              Show in folder
            </Button>
            <Button size="s" icon="book" onClick={() => useView.getState().showSheet('ledger')}>
              Show ledger
            </Button>
            <Button size="s" onClick={onChange}>
              Run again with changes
            </Button>
          </div>
        </div>
      </Panel>
      {result.runs[0]?.fewShot && <RecognisePanel run={run} />}
      <Panel
        title={sealed ? labelOf(lead) : `${labelOf(lead)}, with the sealed area opened`}
        subtitle={sealed ? 'source test per epoch' : 'source test per epoch; target at the last checkpoint'}
      >
        <LineChart title={`Accuracy of ${labelOf(lead)}`} {...curve} />
      </Panel>
    </>
  )
}
