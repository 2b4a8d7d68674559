/** The study as a spine: its stages with their figures, and the runs at its foot. */
import { useMethodLabel } from '../stores/catalogue'
import { selectDomain, useDatasets } from '../stores/datasets'
import { useEmbedding } from '../stores/embedding'
import { useExports } from '../stores/exports'
import { useInspections } from '../stores/inspections'
import { useReductions } from '../stores/reductions'
import { useRuns } from '../stores/runs'
import { useShift } from '../stores/shift'
import { useView } from '../stores/view'
import { Icon } from '../ui/icon'
import { countNotable, findFindings } from '../views/data/findings'
import { regionProps } from './regions'
import { RunsFoot } from './runs-foot'
import { stages } from './shell-commands'
import styles from './spine.module.css'
import { alignmentStage, compareStage, dataStage, exportStage, reduceStage, type StageState, shiftStage, trainStage } from './stage-states'

export function Spine() {
  const { studyId, stage, goTo } = useView()
  const states = useStageStates(studyId)
  return (
    <nav className={styles.spine} aria-label="Study" {...regionProps}>
      <ol>
        {stages.map(({ id, label }, index) => {
          const { figure, icon, tone, state } = states[id]
          return (
            <li key={id} className={styles.item}>
              <button
                type="button"
                className={styles.stage}
                aria-current={stage === id ? 'page' : undefined}
                title={`${label}: ${figure} (${index + 1})`}
                onClick={() => goTo(id)}
              >
                <Icon name={id} />
                <b className={styles.name}>{label}</b>
                {icon && <Icon name={icon} tone={tone} label={state} />}
                <Figure text={figure} />
              </button>
            </li>
          )
        })}
      </ol>
      <span className={styles.grow} />
      <RunsFoot />
    </nav>
  )
}

/** Where the spine is too narrow for it, what stands before the last figure is cut, never the figure. */
function Figure({ text }: { readonly text: string }) {
  const end = text.lastIndexOf(' · ')
  return (
    <small className={styles.figure}>
      <span>{end < 0 ? text : text.slice(0, end)}</span>
      {end >= 0 && text.slice(end)}
    </small>
  )
}

function useStageStates(studyId: string | null): Readonly<Record<(typeof stages)[number]['id'], StageState>> {
  const source = useDatasets(selectDomain(studyId, 'source'))
  const target = useDatasets(selectDomain(studyId, 'target'))
  const pair = useDatasets((state) => (studyId ? (state.pairs[studyId] ?? null) : null))
  const runs = useRuns((state) => state.runs).filter((run) => run.studyId === studyId)
  const progress = useRuns((state) => state.progress)
  const log = useRuns((state) => state.log)
  const labelOf = useMethodLabel()
  const maps = useEmbedding((state) => state.maps)
  const found = useInspections((state) => (studyId ? state.looks[studyId]?.inspection?.findings : undefined))
  const notable =
    pair?.problems && source?.summary && target?.summary
      ? countNotable(findFindings(pair.problems, found ?? [], source.summary, target.summary))
      : null
  const reductions = useReductions((state) => state.trials)
  const job = useReductions((state) => state.job)
  const made = Object.entries(reductions)
    .filter(([key]) => runs.some((run) => key.startsWith(`${run.id}/`)))
    .reduce((sum, [, { entries }]) => sum + entries.length, 0)
  const exports = useExports()
  const severity = useShift((state) => state.severity)
  const shifts = useShift((state) => state.items.length)
  return {
    data: dataStage(source, target, pair, notable),
    shift: shiftStage(severity, shifts, runs),
    train: trainStage(runs, { progress, log, labelOf }),
    alignment: alignmentStage(runs, maps),
    compare: compareStage(runs),
    reduce: reduceStage(runs, made, job ? (job.progress?.share ?? 0) : null),
    export: exportStage(runs, exports),
  }
}
