/** How small can the model be, and which domain pays for it? */
import type { ReductionWay } from '@shared/domain/reduction'
import type { Overrides, RunRecord, Trial } from '@shared/domain/run'
import { useEffect, useState } from 'react'
import { attempt } from '../../app/attempt'
import type { ParamValues } from '../../forms/validate-fields'
import { useMethodLabel } from '../../stores/catalogue'
import { useScreenCommands } from '../../stores/commands'
import { useConnection } from '../../stores/connection'
import { isReported, leadMethod } from '../../stores/describe-run'
import { trialKey } from '../../stores/fold-run-event'
import { type ReductionPlan, useReductions } from '../../stores/reductions'
import { useRuns } from '../../stores/runs'
import { useView } from '../../stores/view'
import { Button } from '../../ui/button'
import { Chip } from '../../ui/chip'
import { EmptyState } from '../../ui/empty-state'
import { Notice } from '../../ui/notice'
import { Panel } from '../../ui/panel'
import { Screen } from '../../ui/screen'
import { TrialSwitcher } from '../train/trial-switcher'
import { wayWords } from './chain'
import { ChainRow } from './chain-row'
import { frontPoints } from './front'
import { FrontChart } from './front-chart'
import styles from './reduce-view.module.css'
import { WayPanel } from './way-panel'

/** A sliding hand may come so often; the newest position is looked at. */
const lookAfterMs = 120

export function ReduceView() {
  const { studyId, focusRunId, focusTrialId, goTo } = useView()
  const runs = useRuns((state) => state.runs).filter((run) => run.studyId === studyId && trainedTrials(run).length > 0)
  const run = runs.find(({ id }) => id === focusRunId) ?? runs[0]
  const trial = run && shownTrial(run, focusTrialId)
  if (!run || !trial) {
    return (
      <Screen title="Reduce" subtitle="A smaller model, and what each domain pays for it.">
        <EmptyState
          title="Reduce needs a trained model"
          text="Train one on Train. It appears here as the first point, accuracy over size, and every smaller model that you make of it beside it."
          actions={
            <Button variant="primary" icon="train" onClick={() => goTo('train')}>
              Go to Train
            </Button>
          }
        />
      </Screen>
    )
  }
  return <ReduceScreen key={trialKey(run.id, trial.id)} run={run} trial={trial} />
}

function trainedTrials({ trials }: RunRecord): Trial[] {
  return trials.filter(({ checkpointEpoch }) => checkpointEpoch > 0)
}

function shownTrial(run: RunRecord, focused: string | null): Trial | undefined {
  const trials = trainedTrials(run)
  return trials.find(({ id }) => id === focused) ?? trials.find(({ method }) => method === leadMethod(run)) ?? trials[0]
}

function ReduceScreen({ run, trial }: { readonly run: RunRecord; readonly trial: Trial }) {
  const ref = { runId: run.id, trialId: trial.id }
  const key = trialKey(run.id, trial.id)
  const { ways, trials, job, preview, failure } = useReductions()
  const result = useRuns((state) => state.results[run.id])
  const ready = useConnection((state) => state.health.state === 'ready')
  const labelOf = useMethodLabel()
  const [selected, setSelected] = useState<string | null>(null)
  const [way, setWay] = useState<ReductionWay>('prune')
  const [drafts, setDrafts] = useState<Partial<Record<ReductionWay, ParamValues>>>({})
  const reductions = trials[key] ?? null
  const values = drafts[way] ?? {}
  const settings = values as Overrides
  const plan: ReductionPlan = { from: selected, way, settings }
  const asked = JSON.stringify(plan)
  const { runId, trialId } = ref
  const epoch = trial.checkpointEpoch
  const own = job?.key === key ? job : null
  const chosen = reductions?.entries.find((entry) => entry.runId === selected) ?? null
  const from = chosen ? 'the chosen model' : 'the trained model'

  useEffect(() => {
    // Read again at every checkpoint of a trial that trains on.
    if (ready && epoch > 0) attempt(() => useReductions.getState().load({ runId, trialId }))
  }, [ready, runId, trialId, epoch])
  const listed = reductions !== null
  useEffect(() => {
    if (!ready || !listed || own !== null) return
    const look = () => useReductions.getState().look({ runId, trialId, epoch }, JSON.parse(asked) as ReductionPlan)
    const timer = setTimeout(() => void look(), lookAfterMs)
    return () => clearTimeout(timer)
  }, [ready, listed, own, runId, trialId, epoch, asked])

  const cannot = preview?.problem?.message ?? null

  const reduce = (): void =>
    attempt(async () => {
      const entry = await useReductions.getState().reduce(ref, plan)
      if (entry) setSelected(entry.runId)
    })
  const keep = (): void =>
    attempt(async () => {
      if (!chosen) return
      const kept = await useReductions.getState().keep(ref, chosen.runId)
      const toExport = (): void => {
        useView.getState().focusRun(kept.id, trial.id)
        useView.getState().goTo('export')
      }
      useView.getState().notify({
        tone: 'good',
        text: `Kept as a run: ${kept.name}`,
        hint: 'It opens wherever a trained model does.',
        action: { label: 'Export it', run: toExport },
      })
    })
  const notKept = chosen ? null : 'Choose a reduced model first'
  const cli = `npm run -s lab -- reduce --run ${chosen?.folder ?? run.folder} --method ${trial.method} --seed ${trial.seed} --how ${way}${settingsAsFlags(values)} --out DIR`
  useScreenCommands('reduce', [
    {
      id: 'reduce-keep',
      label: 'Keep this model',
      group: 'Actions',
      ...(chosen ? { keys: 'Ctrl Enter' } : {}),
      blocked: notKept,
      run: keep,
    },
    {
      id: 'reduce-go',
      label: `${wayWords[way].verb} ${from}`,
      group: 'Actions',
      ...(chosen ? {} : { keys: 'Ctrl Enter' }),
      blocked: own ? 'A model is being reduced' : cannot,
      cli,
      run: reduce,
    },
    {
      id: 'reduce-stop',
      label: 'Stop the reduction',
      group: 'Actions',
      blocked: own ? null : 'Nothing is being reduced',
      run: () => useReductions.getState().stop(),
    },
  ])
  const opened = reductions?.trained.target.accuracy != null || isReported(result)
  return (
    <Screen
      title="Reduce"
      subtitle={`${labelOf(trial.method)} seed ${trial.seed}, ${run.name}`}
      actions={
        <>
          <TrialSwitcher run={run} shown={trial} />
          {!opened ? (
            <Chip tone="sealed" icon="lock" title="The target's accuracy is read with the run's report, once, and then for each reduction.">
              Target sealed
            </Chip>
          ) : (
            <Chip
              tone="warn"
              icon="unlock"
              title="Target labels were read for these figures: a model chosen by them is chosen after labels were seen."
            >
              Chosen after labels were seen
            </Chip>
          )}
          <Button variant={chosen ? 'primary' : 'plain'} blocked={notKept} onClick={keep}>
            Keep this model
          </Button>
        </>
      }
      notices={
        failure && (
          <Notice
            tone="bad"
            message={failure.message}
            hint={failure.hint}
            actions={
              <Button size="s" onClick={() => attempt(() => useReductions.getState().load(ref))}>
                Try again
              </Button>
            }
          />
        )
      }
    >
      <div className={styles.grid}>
        <Panel title="Accuracy and size" subtitle="test images, 95 % interval over images; a press chooses the model" withMenu>
          {reductions ? (
            <FrontChart points={frontPoints(reductions, own?.points ?? [])} selected={selected} onSelect={setSelected} opened={opened} />
          ) : (
            <EmptyState title={failure ? 'The model could not be opened' : 'The model is being opened'} />
          )}
        </Panel>
        <WayPanel
          ways={ways}
          way={way}
          values={values}
          onWay={setWay}
          onChange={(next) => setDrafts({ ...drafts, [way]: next })}
          job={own}
          from={from}
          primary={chosen === null}
          blocked={cannot}
          onReduce={reduce}
          onStop={() => useReductions.getState().stop()}
        />
        <Panel
          title="Chain"
          subtitle={chosen?.model.verdict ?? 'prune, then quantize, then distil: each step begins from the chosen model'}
        >
          {reductions && <ChainRow reductions={reductions} selected={selected} onSelect={setSelected} next={{ way, preview }} />}
        </Panel>
      </div>
    </Screen>
  )
}

function settingsAsFlags(values: ParamValues): string {
  const pairs = Object.entries(values).map(([name, value]) => `${name}=${value}`)
  return pairs.length > 0 ? ` --set ${pairs.join(' ')}` : ''
}
