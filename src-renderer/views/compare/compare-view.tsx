/** Which run is better, and is the difference real? */
import { useState } from 'react'
import { openRun } from '../../app/actions'
import { LedgerList } from '../../app/ledger-list'
import { IntervalPlot } from '../../charts/interval/interval-plot'
import { byMean } from '../../charts/interval/interval-rows'
import { useMethodLabel } from '../../stores/catalogue'
import { useScreenCommands } from '../../stores/commands'
import { isActive, leadMethod } from '../../stores/describe-run'
import { useRuns } from '../../stores/runs'
import { useView } from '../../stores/view'
import { Button } from '../../ui/button'
import { Chip } from '../../ui/chip'
import { EmptyState } from '../../ui/empty-state'
import { formatAmount } from '../../ui/format'
import { Notice } from '../../ui/notice'
import { Panel } from '../../ui/panel'
import { Screen } from '../../ui/screen'
import styles from './compare-view.module.css'
import { DifferencesPanel } from './differences-panel'
import { type ComparedRun, methodRows, referenceLines } from './method-rows'
import { describeDifference, pairedDifference } from './paired-difference'
import { RunsTable } from './runs-table'

export function CompareView() {
  const { studyId, comparedRunIds, goTo } = useView()
  const all = useRuns((state) => state.runs)
  const results = useRuns((state) => state.results)
  const runs = all.filter((run) => run.studyId === studyId)
  const finished = runs.filter((run) => run.status === 'done')
  const another = (): void => goTo('train')
  useScreenCommands('compare', [
    {
      id: 'compare-another',
      label: finished.length < 2 ? 'Start another run' : 'Start a run to compare',
      group: 'Actions',
      keys: 'Ctrl Enter',
      run: another,
    },
  ])

  // Marked runs count; without two marks the two newest finished runs stand there.
  const marked = comparedRunIds.flatMap((id) => runs.filter((run) => run.id === id))
  const chosen = (marked.length === 2 ? marked : finished.slice(0, 2).reverse()).map(
    (record, index, list): ComparedRun => ({ letter: list.length === 2 ? 'AB'[index]! : '', record, result: results[record.id] ?? null }),
  )
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
      subtitle={`${chosen.length === 2 ? 'two runs' : 'one run'}, ${formatAmount(seeds, 'seed')}, last checkpoint, target test`}
      actions={
        <Button variant="primary" onClick={another}>
          Start another run
        </Button>
      }
    >
      <div className={styles.grid}>
        <TargetAccuracy chosen={chosen} />
        <DifferencesPanel chosen={chosen} onAnother={another} />
        <Panel title="Runs" subtitle="mark two to compare them" className={styles.wide} scroll flush>
          <RunsTable runs={runs} chosen={chosen} />
        </Panel>
        <Panel title="Ledger" subtitle="every read of a target label" scroll>
          <LedgerList runs={chosen.map((run) => run.record)} />
        </Panel>
      </div>
    </Screen>
  )
}

/** Above this many rows there is no room for a second line under each name. */
const notedRows = 6

function TargetAccuracy({ chosen }: { readonly chosen: readonly ComparedRun[] }) {
  const labelOf = useMethodLabel()
  const [selected, setSelected] = useState<string | null>(null)
  const [a, b] = chosen
  const unequal = differentData(a, b)
  const all = byMean(chosen.flatMap((run) => methodRows(run, labelOf)))
  const rows = all.length <= notedRows ? all : all.map(({ note: _note, ...row }) => row)
  const oneSeed = chosen.some((run) => run.record.request.seeds.length === 1)
  const sealed = chosen.some((run) => !run.result)
  const difference = a?.result && b?.result ? pairedDifference(ofLead(a), ofLead(b)) : null
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
      {unequal ? (
        <EmptyState title="These two runs are not compared" text={unequal} />
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
          {a?.result && b?.result && <Notice tone="info" message={describeDifference(difference)} hint={leadNames(a, b, labelOf)} />}
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

/** Why two runs cannot be compared; null when their data is the same. */
function differentData(a: ComparedRun | undefined, b: ComparedRun | undefined): string | null {
  const first = a?.record.fingerprints
  const second = b?.record.fingerprints
  if (!first || !second) return null
  const sides = (['source', 'target'] as const).filter((role) => first[role] !== second[role])
  if (sides.length === 0) return null
  return `The ${sides.join(' and the ')} images differ in content or size (fingerprints unequal), so a difference in accuracy would not be the method's. Mark two runs on the same images.`
}
