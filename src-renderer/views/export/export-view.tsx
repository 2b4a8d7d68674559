/** Takes a trained model home: a format, a file that gives the same answers, and the card that says how it came about. */
import { shellWord } from '@shared/domain/command-line'
import type { ExportedModel } from '@shared/domain/export'
import type { RunRecord, Trial } from '@shared/domain/run'
import { useEffect, useState } from 'react'
import { attempt } from '../../app/attempt'
import { engine, host } from '../../app/services'
import type { ChartState } from '../../charts/chart-state'
import { ParityPlot } from '../../charts/parity/parity-plot'
import { useMethodLabel } from '../../stores/catalogue'
import { useScreenCommands } from '../../stores/commands'
import { cardKey, type ExportsState, newestExport, useExports } from '../../stores/exports'
import { useRuns } from '../../stores/runs'
import { useView } from '../../stores/view'
import { Button } from '../../ui/button'
import { EmptyState } from '../../ui/empty-state'
import { formatBytes } from '../../ui/format'
import { Panel } from '../../ui/panel'
import { Screen } from '../../ui/screen'
import { shownTrial } from '../train/shown-trial'
import { TrialSwitcher } from '../train/trial-switcher'
import { BeforeAfter } from './before-after'
import { CardPanel } from './card-panel'
import styles from './export-view.module.css'
import { type ExportChoice, FormatPanel } from './format-panel'
import { type Outcome, OutcomeBanner } from './outcome-banner'

export function ExportView() {
  const { studyId, focusRunId, focusTrialId, goTo } = useView()
  const runs = useRuns((state) => state.runs).filter((run) => run.studyId === studyId)
  const trained = runs.filter((run) => run.trials.some((trial) => trial.checkpointEpoch > 0))
  const run = trained.find(({ id }) => id === focusRunId) ?? trained[0]
  const trial = run && shownTrial(run, focusTrialId, null)
  if (!run || !trial || trial.checkpointEpoch === 0) {
    return (
      <Screen title="Export" subtitle="A trained model as a file for use elsewhere.">
        <div className={styles.empty}>
          <EmptyState
            title="Export needs a trained model"
            text="After its first epoch a model can be written as ONNX, for TensorFlow.js with a web page, or as plain weights."
            actions={
              <Button variant="primary" onClick={() => goTo('train')}>
                Go to Train
              </Button>
            }
          />
        </div>
      </Screen>
    )
  }
  return <Exporting run={run} trial={trial} />
}

function Exporting({ run, trial }: { readonly run: RunRecord; readonly trial: Trial }) {
  const labelOf = useMethodLabel()
  const goTo = useView((state) => state.goTo)
  const { formats: known, made, cards, job, failures, loadFormats, load, loadCard, start, stop } = useExports()
  const formats = known[run.id] ?? []
  const [wanted, setWanted] = useState<Partial<ExportChoice>>({})
  const { format = formats.find((one) => one.blocked === null)?.id ?? 'onnx', normalisedAs = 'target', keepRejected = false } = wanted
  const target = { runId: run.id, trialId: trial.id, format, normalisedAs }
  const misfit = formats.find(({ id }) => id === format)?.blocked ?? null
  const own = made[run.id] ?? []
  const exported = newestExport(own, target)
  const finished = run.status === 'done'
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again for another run
  useEffect(() => {
    setWanted({})
    attempt(() => loadFormats(run.id))
    attempt(() => load(run.id))
  }, [run.id])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the card tells of the report once there is one
  useEffect(() => attempt(() => loadCard(target)), [run.id, trial.id, trial.checkpointEpoch, format, normalisedAs, finished])

  const begin = (): void => attempt(() => start(target, { keepRejected }))
  const bundle = (): void =>
    attempt(async () => {
      const { file, bytes } = await engine.call('export.bundle', { runId: run.id })
      useView.getState().notify({ tone: 'good', text: `Replay bundle written, ${formatBytes(bytes)}.`, hint: file })
    })
  const showFolder = (): void => attempt(() => host.call('host.showInFolder', { path: exported?.folder ?? run.folder }))
  const blocked = job === null ? misfit : 'A file is being written'
  const unfinished = finished ? null : 'The run has no report yet'
  const cli = `npm run -s lab -- export --run ${run.folder} --method ${trial.method} --seed ${trial.seed} --format ${format}${normalisedAs === 'target' ? '' : ` --domain ${normalisedAs}`}${keepRejected ? ' --keep-rejected' : ''} --out DIR`
  useScreenCommands('export', [
    { id: 'export-start', label: `Export and check as ${format}`, group: 'Actions', keys: 'Ctrl Enter', blocked, cli, run: begin },
    { id: 'export-stop', label: 'Stop the export', group: 'Actions', blocked: job ? null : 'Nothing is being written', run: stop },
    {
      id: 'export-folder',
      label: 'Open the exported folder',
      group: 'Actions',
      blocked: exported ? null : 'Not exported yet',
      run: showFolder,
    },
    {
      id: 'export-bundle',
      label: 'Write a replay bundle',
      group: 'Actions',
      blocked: unfinished,
      cli: `npm run -s lab -- bundle --run ${shellWord(run.folder)} --out study.shiftlab`,
      run: bundle,
    },
  ])
  return (
    <Screen
      title="Export"
      subtitle={`${labelOf(trial.method)} · seed ${trial.seed} · last checkpoint`}
      actions={
        <>
          <TrialSwitcher run={run} shown={trial} />
          <Button blocked={unfinished} title="One archive with which another machine runs the study again" onClick={bundle}>
            Replay bundle
          </Button>
          {exported && (
            <Button icon="folder" onClick={showFolder}>
              Open folder
            </Button>
          )}
          {job ? (
            <Button variant="primary" onClick={stop}>
              Stop
            </Button>
          ) : (
            <Button variant="primary" blocked={misfit} onClick={begin}>
              {exported ? 'Export again and check' : 'Export and check'}
            </Button>
          )}
        </>
      }
    >
      <div className={styles.grid}>
        <OutcomeBanner outcome={outcomeOf({ job, failure: failures[cardKey(target)], exported, misfit, onReduce: () => goTo('reduce') })} />
        <div className={styles.left}>
          <FormatPanel
            formats={formats}
            choice={{ format, normalisedAs, keepRejected }}
            made={own}
            trialId={trial.id}
            disabled={job !== null}
            onChoose={(choice) => setWanted({ ...wanted, ...choice })}
          />
          <Panel title="Parity" subtitle="largest difference of a probability, by image" withMenu={exported !== null}>
            <ParityPlot title="Parity" parity={job ? null : (exported?.manifest.parity ?? null)} state={chartState({ job, exported })} />
          </Panel>
          <BeforeAfter manifest={job ? null : (exported?.manifest ?? null)} />
        </div>
        <CardPanel
          card={(job ? undefined : exported?.manifest.card) ?? cards[cardKey(target)] ?? null}
          written={exported !== null && job === null}
        />
      </div>
    </Screen>
  )
}

interface Standing {
  readonly job: ExportsState['job']
  readonly exported: ExportedModel | null
}

interface Outlook extends Standing {
  readonly failure: ExportsState['failures'][string] | undefined
  readonly misfit: string | null
  readonly onReduce: () => void
}

/** While a file is checked nothing is ticked off, not even an earlier one. */
function outcomeOf({ job, failure, exported, misfit, onReduce }: Outlook): Outcome {
  if (job) return { kind: 'busy', progress: job.progress }
  if (misfit !== null) return { kind: 'blocked', why: misfit, onReduce }
  if (failure) return { kind: 'failed', failure }
  return exported === null ? { kind: 'none' } : { kind: 'done', manifest: exported.manifest }
}

function chartState({ job, exported }: Standing): ChartState {
  if (job) return { kind: 'loading', text: 'Every held-out image of both domains is run through the written file' }
  if (exported) return { kind: 'ready' }
  return { kind: 'empty', text: 'Each held-out image becomes a mark here: left of the tolerance if the file agrees with the lab.' }
}
