/** The shell: top bar, spine, the screen in view, and what floats above it. */
import { lazy, Suspense, useEffect } from 'react'
import { useConnection } from '../stores/connection'
import { useDatasets } from '../stores/datasets'
import { useRuns } from '../stores/runs'
import { selectStudy, useStudies } from '../stores/studies'
import { type Stage, useView } from '../stores/view'
import { CompareView } from '../views/compare/compare-view'
import { StudyDataView } from '../views/data/study-data-view'
import { RecipePanel } from '../views/recipe/recipe-panel'
import { StartView } from '../views/start/start-view'
import styles from './app.module.css'
import { attempt } from './attempt'
import { EngineStripBar } from './engine-strip'
import { ErrorBoundary } from './error-boundary'
import { KeysSheet } from './keys-sheet'
import { LedgerSheet } from './ledger-sheet'
import { Palette } from './palette'
import { regionProps, useRegionKeys } from './regions'
import { RunsSheet } from './runs-sheet'
import { useShellCommands } from './shell-commands'
import { useShortcuts } from './shortcuts'
import { Spine } from './spine'
import { StudiesSheet } from './studies-sheet'
import { useTheme } from './theme'
import { Toasts } from './toasts'
import { TopBar } from './top-bar'

const NetworkSheet = lazy(() => import('../views/recipe/network-sheet').then((module) => ({ default: module.NetworkSheet })))
const EvaluationSheet = lazy(() => import('../views/recipe/evaluation-sheet').then((module) => ({ default: module.EvaluationSheet })))
const RegulariseSheet = lazy(() => import('../views/recipe/regularise-sheet').then((module) => ({ default: module.RegulariseSheet })))
const LeaveOutSheet = lazy(() => import('../views/generalize/leave-out-sheet').then((module) => ({ default: module.LeaveOutSheet })))
const RefineSheet = lazy(() => import('../views/recipe/refine-sheet').then((module) => ({ default: module.RefineSheet })))
const TrainView = lazy(() => import('../views/train/train-view').then((module) => ({ default: module.TrainView })))
const ShiftView = lazy(() => import('../views/shift/shift-view').then((module) => ({ default: module.ShiftView })))
const ReduceView = lazy(() => import('../views/reduce/reduce-view').then((module) => ({ default: module.ReduceView })))
const ExportView = lazy(() => import('../views/export/export-view').then((module) => ({ default: module.ExportView })))
const AlignmentView = lazy(() => import('../views/alignment/alignment-view').then((module) => ({ default: module.AlignmentView })))

export function App() {
  useTheme()
  useShortcuts()
  useRegionKeys()
  useShellCommands()
  useOpenStudy()
  const stage = useView((state) => state.stage)
  const sheet = useView((state) => state.sheet)
  const inStudy = stage !== 'start'
  return (
    <div className={styles.app} data-spine={inStudy || undefined}>
      <TopBar />
      {inStudy && <Spine />}
      <main className={styles.main} aria-label="Screen" {...regionProps}>
        <EngineStripBar />
        <div className={styles.screen}>
          <ErrorBoundary key={stage}>
            <Suspense fallback={null}>{screens[stage]}</Suspense>
          </ErrorBoundary>
        </div>
      </main>
      {inStudy && <RecipePanel />}
      {sheet === 'runs' && <RunsSheet />}
      {sheet === 'ledger' && <LedgerSheet />}
      {sheet === 'palette' && <Palette />}
      {sheet === 'keys' && <KeysSheet />}
      {sheet === 'studies' && <StudiesSheet />}
      <Suspense fallback={null}>
        {sheet === 'network' && <NetworkSheet />}
        {sheet === 'evaluation' && <EvaluationSheet />}
        {sheet === 'regularise' && <RegulariseSheet />}
        {sheet === 'refine' && <RefineSheet />}
        {sheet === 'leave-out' && <LeaveOutSheet />}
      </Suspense>
      {!sheet && <Toasts />}
    </div>
  )
}

const screens: Readonly<Record<Stage, React.ReactNode>> = {
  start: <StartView />,
  data: <StudyDataView />,
  shift: <ShiftView />,
  train: <TrainView />,
  alignment: <AlignmentView />,
  compare: <CompareView />,
  reduce: <ReduceView />,
  export: <ExportView />,
}

/** Keeps what the open study needs in the stores: its domains imported, its reports read, a run in focus. */
function useOpenStudy(): void {
  const studyId = useView((state) => state.studyId)
  const focusRunId = useView((state) => state.focusRunId)
  const study = useStudies(selectStudy(studyId))
  const ready = useConnection((state) => state.health.state === 'ready')
  const pid = useConnection((state) => state.health.pid)
  const runs = useRuns((state) => state.runs)
  const own = runs.filter((run) => run.studyId === studyId)
  const ids = own.map((run) => run.id).join(' ')

  // biome-ignore lint/correctness/useExhaustiveDependencies: a fresh engine (another pid) has imported nothing yet
  useEffect(() => {
    if (study && ready) attempt(() => useDatasets.getState().sync(study))
  }, [study, ready, pid])

  useEffect(() => {
    if (!ready || !ids) return
    const { ledger, loadReport } = useRuns.getState()
    for (const id of ids.split(' ')) if (!(id in ledger)) attempt(() => loadReport(id))
  }, [ids, ready])

  const first = own.find((run) => run.status === 'running') ?? own.find((run) => run.request.sealed !== true)
  const firstId = first?.id
  useEffect(() => {
    if (!focusRunId && firstId) useView.getState().focusRun(firstId)
  }, [focusRunId, firstId])

  // biome-ignore lint/correctness/useExhaustiveDependencies: read again from a fresh engine
  useEffect(() => {
    if (focusRunId && ready) attempt(() => useRuns.getState().load(focusRunId))
  }, [focusRunId, ready, pid])
}
