/** The Shift screen: hold a shift in your hand, and watch a model take it. */
import type { RunRecord } from '@shared/domain/run'
import type { Study } from '@shared/domain/study'
import { useEffect, useState } from 'react'
import { attempt } from '../../app/attempt'
import { noAdaptation, useAdaptation } from '../../stores/adaptation'
import { useMethodLabel } from '../../stores/catalogue'
import { useScreenCommands } from '../../stores/commands'
import { useConnection } from '../../stores/connection'
import { selectRun, useRuns } from '../../stores/runs'
import { type SceneState, useShift } from '../../stores/shift'
import { fromStack, stackAt, withMaster } from '../../stores/shift-stack'
import { selectStudy, useStudies } from '../../stores/studies'
import { useView } from '../../stores/view'
import { Button } from '../../ui/button'
import { EmptyState } from '../../ui/empty-state'
import { Kbd } from '../../ui/kbd'
import { Notice } from '../../ui/notice'
import { Screen } from '../../ui/screen'
import { TrialSwitcher } from '../train/trial-switcher'
import { AdaptationPanel } from './adaptation-panel'
import { BeforeAfter } from './before-after'
import { NoModel } from './no-model'
import { ReadOuts } from './read-outs'
import { SeverityCurve } from './severity-curve'
import { saveAsTarget, shiftedTarget, whyNotShift } from './shift-actions'
import { type ColourMode, ShiftMap } from './shift-map'
import styles from './shift-view.module.css'
import { trialsInView } from './shift-words'
import { StackPanel } from './stack-panel'
import { StreamsSheet } from './streams-sheet'

export function ShiftView() {
  const studyId = useView((state) => state.studyId)
  const study = useStudies(selectStudy(studyId))
  const focused = useRuns(selectRun(useView((state) => state.focusRunId)))
  if (!study) return null
  const nothing = whyNotShift(study)
  if (nothing) {
    return (
      <Screen title="Shift" subtitle="Deform the images, watch the cloud move.">
        <EmptyState
          {...nothing}
          actions={
            <Button variant="primary" icon="data" onClick={() => useView.getState().goTo('data')}>
              Go to Data
            </Button>
          }
        />
      </Screen>
    )
  }
  return <ShiftScreen study={study} run={focused?.studyId === studyId ? focused : null} />
}

function ShiftScreen({ study, run }: { readonly study: Study; readonly run: RunRecord | null }) {
  const { items, severity, setSliders, scenes, shownKey, failure } = useShift()
  const ready = useConnection((state) => state.health.state === 'ready')
  const adapting = useAdaptation((state) => state.playing)
  const noMethod = useAdaptation((state) => state.method === noAdaptation)
  const adapted = useAdaptation((state) => state.stream !== null)
  const labelOf = useMethodLabel()
  const [colourBy, setColourBy] = useState<ColourMode>('class')
  const [streams, setStreams] = useState(false)
  const { shown, beside } = trialsInView(
    run,
    useView((state) => state.focusTrialId),
  )
  const runId = run?.id ?? null
  const [shownId, besideId] = [shown?.id ?? null, beside?.id ?? null]
  const epoch = shown?.checkpointEpoch ?? 0
  const state = shownKey ? (scenes[shownKey] ?? null) : null
  const target = shiftedTarget(study, stackAt(items, severity))

  useEffect(() => {
    if (ready) attempt(() => useShift.getState().loadCatalogue())
  }, [ready])
  // A model that trains on is opened again at its next look; while one watches, its weights stay as they were.
  useEffect(() => {
    if (!ready || runId === null || shownId === null || epoch === 0) return
    const trials = [shownId, besideId].flatMap((trialId) => (trialId ? [{ runId, trialId }] : []))
    void useShift.getState().show(trials)
  }, [ready, runId, shownId, besideId, epoch])
  useEffect(() => () => useShift.getState().leave(), [])

  const reset = (): void => setSliders(withMaster({ items, severity }, 0))
  const noShift = target ? null : 'Pull a slider first: nothing is shifted'
  useScreenCommands('shift', [
    {
      id: 'shift-reset',
      label: 'Reset the shift',
      group: 'Actions',
      keys: '0',
      blocked: severity > 0 ? null : 'Nothing is shifted',
      run: reset,
    },
    {
      id: 'shift-save',
      label: 'Save as target domain',
      group: 'Actions',
      keys: 'Ctrl Enter',
      blocked: noShift,
      run: () => target && saveAsTarget(study, target),
    },
    { id: 'shift-class', label: 'Colour by class', group: 'Actions', keys: 'C', run: () => setColourBy('class') },
    { id: 'shift-error', label: 'Colour by prediction, errors crossed', group: 'Actions', keys: 'E', run: () => setColourBy('prediction') },
    {
      id: 'shift-adapt',
      label: adapting ? 'Pause adapting at test time' : 'Adapt at test time',
      group: 'Actions',
      keys: 'A',
      blocked: noMethod ? 'Choose a method under Test-time adaptation first' : null,
      run: () => (adapting ? useAdaptation.getState().pause() : attempt(useAdaptation.getState().play)),
    },
    {
      id: 'shift-adapt-reset',
      label: 'Back to the source model',
      group: 'Actions',
      keys: 'B',
      blocked: adapted ? null : 'Nothing was adapted',
      run: () => attempt(useAdaptation.getState().reset),
    },
    {
      id: 'shift-streams',
      label: 'Whole streams, and where a method breaks',
      group: 'Actions',
      keys: 'W',
      cli: 'npm run -s lab -- stream --model DIR --method tent --shift gaussian-noise:5 --sweep --out sweep',
      blocked: state?.scene ? null : 'There is no model yet',
      run: () => setStreams(true),
    },
    ...(useShift.getState().catalogue?.presets ?? []).map((preset) => ({
      id: `shift-preset-${preset.id}`,
      label: `Shift: ${preset.label}`,
      group: 'Actions' as const,
      cli: `npm run -s lab -- shift --data DIR --preset ${preset.id} --out shifted`,
      run: () => setSliders(fromStack(preset.shifts)),
    })),
  ])
  return (
    <Screen
      title="Shift"
      subtitle={
        shown
          ? `${labelOf(shown.method)}, seed ${shown.seed}. Deform the images, watch the cloud move.`
          : 'Deform the images, watch the cloud move.'
      }
      notices={failure ? <Notice tone="bad" message={failure.message} hint={failure.hint} /> : undefined}
      actions={
        <>
          {run && shown && <TrialSwitcher run={run} shown={shown} />}
          <Button icon="reset" blocked={severity > 0 ? null : 'Nothing is shifted'} onClick={reset}>
            Reset shift <Kbd keys="0" />
          </Button>
          <Button variant="primary" blocked={noShift} onClick={() => target && saveAsTarget(study, target)}>
            Save as target domain
          </Button>
        </>
      }
    >
      <div className={styles.grid}>
        <StackPanel />
        {shown && state ? (
          <Model state={state} colourBy={colourBy} onColourBy={setColourBy} onStreams={() => setStreams(true)} />
        ) : (
          <NoModel study={study} run={run} />
        )}
      </div>
      {streams && run && shown && <StreamsSheet run={run} trial={shown} onClose={() => setStreams(false)} />}
    </Screen>
  )
}

interface ModelProps {
  readonly state: SceneState
  readonly colourBy: ColourMode
  readonly onColourBy: (mode: ColourMode) => void
  readonly onStreams: () => void
}

function Model({ state, colourBy, onColourBy, onStreams }: ModelProps) {
  const { look, before, rowIndices } = useShift()
  const { scene, failure } = state
  if (failure) {
    return (
      <div className={styles.wide}>
        <EmptyState title={failure.message} text={failure.hint} />
      </div>
    )
  }
  if (!scene) {
    return (
      <div className={styles.wide}>
        <EmptyState
          title="The model is being opened"
          text="Its weights, its test images and its map are read; this takes a second or two."
        />
      </div>
    )
  }
  return (
    <>
      <BeforeAfter
        size={scene.size}
        before={before}
        after={look?.images ?? null}
        model={{ readings: look?.readings ?? null, indices: rowIndices, labels: scene.labels, classNames: scene.classNames }}
      />
      <ShiftMap {...{ scene, colourBy, onColourBy }} />
      <div className={styles.side}>
        <ReadOuts />
        <AdaptationPanel sceneId={scene.sceneId} onStreams={onStreams} />
      </div>
      <SeverityCurve />
    </>
  )
}
