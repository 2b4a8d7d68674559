/** Which run is better, and is the difference real? */
import { shellWord } from '@shared/domain/command-line'
import type { Comparison } from '@shared/domain/comparison'
import type { RunRecord } from '@shared/domain/run'
import { useState } from 'react'
import { openRun } from '../../app/actions'
import { attempt } from '../../app/attempt'
import { LedgerList } from '../../app/ledger-list'
import { engine } from '../../app/services'
import { IntervalPlot } from '../../charts/interval/interval-plot'
import { byMean, type IntervalRow } from '../../charts/interval/interval-rows'
import { saveFile } from '../../charts/save-picture'
import { useMethodLabel } from '../../stores/catalogue'
import { useScreenCommands } from '../../stores/commands'
import { isActive, isReference, leadMethod } from '../../stores/describe-run'
import { useRuns } from '../../stores/runs'
import { selectStudy, useStudies } from '../../stores/studies'
import { comparedLimit, useView } from '../../stores/view'
import { Button } from '../../ui/button'
import { Chip } from '../../ui/chip'
import { EmptyState } from '../../ui/empty-state'
import { formatAmount } from '../../ui/format'
import { Notice } from '../../ui/notice'
import { Panel } from '../../ui/panel'
import { Screen } from '../../ui/screen'
import { Segmented } from '../../ui/segmented'
import { ClassTable } from './class-table'
import styles from './compare-view.module.css'
import { Confusion } from './confusion-panel'
import { type CurveKind, Curves, curveKinds } from './curves-panel'
import { DifferencesPanel } from './differences-panel'
import { type LabelCurveSide, LabelCurves, labelCurveSides } from './label-curves'
import { type ComparedRun, methodRows, referenceLines } from './method-rows'
import { describeDifference, pairedDifference } from './paired-difference'
import { PairsTable } from './pairs-table'
import { RunsTable } from './runs-table'
import { useComparison } from './use-comparison'
import { ValidatorsPanel } from './validators-panel'

type Part = 'runs' | 'pairs' | 'classes' | 'confusion' | 'curves' | 'labels'
const parts: readonly { readonly value: Part; readonly label: string }[] = [
  { value: 'runs', label: 'Runs' },
  { value: 'pairs', label: 'Differences' },
  { value: 'classes', label: 'By class' },
  { value: 'confusion', label: 'Confusion' },
  { value: 'curves', label: 'Curves' },
  { value: 'labels', label: 'Labels' },
]

export function CompareView() {
  const { studyId, comparedRunIds, goTo } = useView()
  const all = useRuns((state) => state.runs)
  const results = useRuns((state) => state.results)
  const labelOf = useMethodLabel()
  const kind = useStudies(selectStudy(studyId))?.data.kind
  const runs = all.filter((run) => run.studyId === studyId)
  const finished = runs.filter((run) => run.status === 'done')
  const chosen = chosenRuns(finished, comparedRunIds).map(
    (record, index, list): ComparedRun => ({
      letter: list.length > 1 ? 'ABCDEFGH'[index]! : '',
      record,
      result: results[record.id] ?? null,
    }),
  )
  const runIds = chosen.filter(({ result }) => result !== null).map(({ record }) => record.id)
  const { comparison, problem } = useComparison(runIds)
  const nameOf = (id: string): string => {
    const one = comparison?.methods.find((method) => method.id === id)
    const letter = chosen.find(({ record }) => record.id === one?.runId)?.letter ?? ''
    return one ? `${letter && one.method !== 'source-only' ? `${letter} · ` : ''}${labelOf(one.method)}` : id
  }
  const another = (): void => goTo('train')
  const save = (format: 'csv' | 'html'): void =>
    attempt(async () => {
      const { text } = await engine.call('runs.compareDocument', { runIds, format })
      saveFile(`comparison.${format}`, text, format === 'csv' ? 'text/csv' : 'text/html')
    })
  const nothing = runIds.length > 0 ? null : 'There is no finished run yet'
  useScreenCommands('compare', [
    {
      id: 'compare-another',
      label: finished.length < 2 ? 'Start another run' : 'Start a run to compare',
      group: 'Actions',
      keys: 'Ctrl Enter',
      run: another,
    },
    {
      id: 'compare-csv',
      label: 'Export the comparison as CSV',
      group: 'Actions',
      blocked: nothing,
      cli: `npm run -s lab -- compare ${chosen.map(({ record }) => shellWord(record.folder)).join(' ')} --csv comparison.csv`,
      run: () => save('csv'),
    },
    { id: 'compare-html', label: 'Export the comparison as a page', group: 'Actions', blocked: nothing, run: () => save('html') },
  ])
  const seeds = new Set(chosen.flatMap((run) => run.record.request.seeds)).size

  if (finished.length === 0) {
    const active = runs.some((run) => isActive(run.status))
    return (
      <Screen title="Compare" subtitle="Methods and runs side by side, over their seeds.">
        <div className={styles.empty}>
          <EmptyState
            title="Compare needs two finished runs"
            text={
              active
                ? 'The active run appears here after its final report. Until then the target accuracy is sealed.'
                : 'Train one, change what you want to know about, and train again. Each run brings source-only and the oracle along.'
            }
            actions={
              <Button variant="primary" onClick={another}>
                {active ? 'Watch the active run' : 'Start a run'}
              </Button>
            }
          />
        </div>
      </Screen>
    )
  }
  return (
    <Screen
      title="Compare"
      subtitle={`${formatAmount(chosen.length, 'run')}, ${formatAmount(seeds, 'seed')}, last checkpoint, target test`}
      actions={
        <>
          {kind === 'generalization' && (
            <Button
              title="Every domain of the study is left out once and met at the end"
              onClick={() => useView.getState().showSheet('leave-out')}
            >
              Leave each out…
            </Button>
          )}
          <Button blocked={nothing} onClick={() => save('csv')}>
            Export CSV
          </Button>
          <Button blocked={nothing} onClick={() => save('html')}>
            Export page
          </Button>
          <Button variant="primary" onClick={another}>
            Start another run
          </Button>
        </>
      }
    >
      <div className={styles.grid}>
        <TargetAccuracy chosen={chosen} problem={problem} />
        <ValidatorsPanel comparison={comparison} nameOf={nameOf} />
        <Detail runs={runs} chosen={chosen} comparison={comparison} nameOf={nameOf} />
        <Aside chosen={chosen} onAnother={another} />
      </div>
    </Screen>
  )
}

/** Marked runs count; without two marks, the newest finished runs on the same images as the newest of all. */
function chosenRuns(finished: readonly RunRecord[], marks: readonly string[]): readonly RunRecord[] {
  const marked = marks.flatMap((id) => finished.filter((run) => run.id === id))
  if (marked.length >= 2) return marked
  const [newest] = finished
  const alike = finished.filter(
    ({ fingerprints }) => fingerprints?.source === newest?.fingerprints?.source && fingerprints?.target === newest?.fingerprints?.target,
  )
  return alike.slice(0, comparedLimit).reverse()
}

interface DetailProps {
  readonly runs: readonly RunRecord[]
  readonly chosen: readonly ComparedRun[]
  readonly comparison: Comparison | null
  readonly nameOf: (id: string) => string
}

function Detail({ runs, chosen, comparison, nameOf }: DetailProps) {
  const labelOf = useMethodLabel()
  const [part, setPart] = useState<Part>('runs')
  const [picked, setPicked] = useState<string | null>(null)
  const [curve, setCurve] = useState<CurveKind>('sourceAccuracyPct')
  const [side, setSide] = useState<LabelCurveSide>('source')
  const results = useRuns((state) => state.results)
  const method =
    comparison?.methods.find(({ id }) => id === picked) ?? comparison?.methods.find(({ method: id }) => !isReference(id)) ?? null
  const own = chosen.find(({ record }) => record.id === method?.runId)
  const waiting = <EmptyState title="The comparison is being made" />
  return (
    <Panel
      title="In detail"
      className={styles.wide}
      scroll
      flush={part === 'runs' || part === 'classes' || part === 'pairs'}
      withMenu={part === 'curves' || part === 'labels'}
      actions={
        <>
          {part === 'confusion' && method && (
            <select
              className={styles.select}
              aria-label="Method whose confusions are shown"
              value={method.id}
              onChange={(event) => setPicked(event.target.value)}
            >
              {comparison?.methods.map(({ id }) => (
                <option key={id} value={id}>
                  {nameOf(id)}
                </option>
              ))}
            </select>
          )}
          {part === 'curves' && (
            <select
              className={styles.select}
              aria-label="Figure whose curves are shown"
              value={curve}
              onChange={(event) => setCurve(event.target.value as CurveKind)}
            >
              {Object.entries(curveKinds).map(([kind, { label }]) => (
                <option key={kind} value={kind}>
                  {label}
                </option>
              ))}
            </select>
          )}
          {part === 'labels' && (
            <select
              className={styles.select}
              aria-label="Domain whose accuracy is shown"
              value={side}
              onChange={(event) => setSide(event.target.value as LabelCurveSide)}
            >
              {Object.entries(labelCurveSides).map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          )}
          <Segmented label="Shown part" options={parts} value={part} onChange={setPart} />
        </>
      }
    >
      {part === 'runs' && <RunsTable runs={runs} chosen={chosen} />}
      {part === 'pairs' && (comparison ? <PairsTable comparison={comparison} nameOf={nameOf} /> : waiting)}
      {part === 'classes' && (comparison ? <ClassTable comparison={comparison} nameOf={nameOf} /> : waiting)}
      {part === 'confusion' &&
        (method && own ? <Confusion key={method.id} record={own.record} result={own.result} method={method.method} /> : waiting)}
      {part === 'curves' && <Curves chosen={chosen} kind={curve} labelOf={labelOf} />}
      {part === 'labels' && (
        <LabelCurves runs={runs.filter(({ status }) => status === 'done')} results={results} side={side} labelOf={labelOf} />
      )}
    </Panel>
  )
}

/** What the runs were asked differently, where there are two, or the reads of labels behind their figures. */
function Aside({ chosen, onAnother }: { readonly chosen: readonly ComparedRun[]; readonly onAnother: () => void }) {
  const [shown, setShown] = useState<'ledger' | 'asked'>('ledger')
  const choice = (
    <Segmented
      label="Shown beside"
      options={[
        { value: 'ledger', label: 'Ledger' },
        { value: 'asked', label: 'Settings' },
      ]}
      value={shown}
      onChange={setShown}
    />
  )
  if (shown === 'asked') return <DifferencesPanel chosen={chosen} onAnother={onAnother} actions={choice} />
  return (
    <Panel title="Ledger" scroll actions={choice}>
      <LedgerList runs={chosen.map((run) => run.record)} />
    </Panel>
  )
}

/** Above this many rows there is no room for a second line under each name. */
const notedRows = 6

function TargetAccuracy({ chosen, problem }: { readonly chosen: readonly ComparedRun[]; readonly problem: string | null }) {
  const labelOf = useMethodLabel()
  const [selected, setSelected] = useState<string | null>(null)
  const [a, b] = chosen
  const all = byMean(withoutRepeatedReferences(chosen.flatMap((run) => methodRows(run, labelOf))))
  const rows = all.length <= notedRows ? all : all.map(({ note: _note, ...row }) => row)
  const oneSeed = chosen.some((run) => run.record.request.seeds.length === 1)
  const sealed = chosen.some((run) => !run.result)
  const difference = chosen.length === 2 && a?.result && b?.result ? pairedDifference(ofLead(a), ofLead(b)) : null
  return (
    <Panel
      className={styles.wide}
      withMenu
      title="Target accuracy"
      subtitle="mean and 95 % interval over seeds; small marks are seeds"
      actions={
        <>
          {oneSeed && <Chip title="One seed has no interval; adversarial results vary by several points between seeds.">1 seed</Chip>}
          {sealed && (
            <Chip tone="sealed" icon="lock">
              Sealed until the report
            </Chip>
          )}
        </>
      }
    >
      {problem ? (
        <EmptyState title="These runs are not compared" text={problem} />
      ) : (
        <div className={styles.plot}>
          <div className={styles.chart}>
            <IntervalPlot
              title="Target accuracy"
              rows={rows}
              domain={[0, 100]}
              unit="%"
              columns={['Source', 'Time']}
              references={referenceLines(chosen)}
              selectedId={selected}
              onSelect={(id) => {
                setSelected(id)
                const runId = id.split('/')[0]
                if (id === selected && runId) openRun(runId)
              }}
            />
          </div>
          {chosen.length === 2 && a?.result && b?.result && (
            <Notice tone="info" message={describeDifference(difference)} hint={leadNames(a, b, labelOf)} />
          )}
        </div>
      )}
    </Panel>
  )
}

function ofLead({ record, result }: ComparedRun) {
  return result?.runs.filter((trial) => trial.method === leadMethod(record)) ?? []
}

function leadNames(a: ComparedRun, b: ComparedRun, labelOf: (method: string) => string): string {
  return `A is ${labelOf(leadMethod(a.record))} of "${a.record.name}", B is ${labelOf(leadMethod(b.record))} of "${b.record.name}".`
}

/** References that say the same in every run (same seeds, same weights) stand there once, without a letter. */
function withoutRepeatedReferences(rows: readonly IntervalRow[]): readonly IntervalRow[] {
  const seen = new Set<string>()
  return rows.flatMap((row) => {
    const method = row.id.split('/')[1] ?? ''
    if (!isReference(method) || row.mean === null) return [row]
    const same = JSON.stringify([method, row.seeds])
    if (seen.has(same)) return []
    seen.add(same)
    const repeated = rows.filter((other) => JSON.stringify([other.id.split('/')[1], other.seeds]) === same).length > 1
    return [repeated ? { ...row, label: row.label.replace(/^[A-H] · /, '') } : row]
  })
}
