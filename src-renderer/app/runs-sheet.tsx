/** All runs: the queue in its order, then the rest; reorder, open, pause, cancel, resume, delete with undo, and marks for Compare. */
import type { RunRecord } from '@shared/domain/run'
import { useMethodLabel } from '../stores/catalogue'
import { canResume, describeRun, isActive, runFraction, statusWords } from '../stores/describe-run'
import { useRuns } from '../stores/runs'
import { selectStudy, useStudies } from '../stores/studies'
import { useView } from '../stores/view'
import { Button, IconButton } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { EmptyState } from '../ui/empty-state'
import { formatTimeLeft, formatWhen } from '../ui/format'
import { Icon } from '../ui/icon'
import { ProgressBar } from '../ui/progress-bar'
import { deleteRun, openRun } from './actions'
import { attempt, tryAction } from './attempt'
import { inQueueOrder, stepBefore } from './queue-order'
import { countRuns } from './runs-foot'
import styles from './runs-sheet.module.css'
import { host } from './services'
import { Toasts } from './toasts'

export function RunsSheet() {
  const all = useRuns((state) => state.runs)
  const queue = useRuns((state) => state.queue)
  const runs = inQueueOrder(all, queue)
  const compared = useView((state) => state.comparedRunIds)
  const { showSheet, goTo, studyId } = useView()
  return (
    <Dialog
      title="Runs"
      subtitle={countRuns(runs)}
      shape="sheet"
      onClose={() => showSheet(null)}
      floating={<Toasts />}
      actions={
        <>
          <Button size="s" onClick={() => attempt(openFolder)} title="Shows a run that the command line wrote with --out">
            Open a run folder…
          </Button>
          <Button
            size="s"
            variant="primary"
            blocked={compared.length < 2 ? 'Mark two or more finished runs to compare them' : studyId ? null : 'Open a study first'}
            onClick={() => goTo('compare')}
          >
            Compare {compared.length} {compared.length === 1 ? 'run' : 'runs'}
          </Button>
        </>
      }
    >
      {runs.length === 0 ? (
        <EmptyState
          title="Runs will be listed here"
          text="A run trains one or more methods on the study's two domains, once for each seed. Start one on Train."
        />
      ) : (
        <ul>
          {runs.map((run) => (
            <RunRow key={run.id} run={run} />
          ))}
        </ul>
      )}
    </Dialog>
  )
}

function RunRow({ run }: { readonly run: RunRecord }) {
  const labelOf = useMethodLabel()
  const progress = useRuns((state) => state.progress[run.id] ?? null)
  const study = useStudies(selectStudy(run.studyId))
  const compared = useView((state) => state.comparedRunIds.includes(run.id))
  const toggleCompared = useView((state) => state.toggleCompared)
  const queue = useRuns((state) => state.queue)
  const { pause, resume, cancel, move } = useRuns.getState()
  const { word, icon, tone } = statusWords[run.status]
  const waits = queue.indexOf(run.id) > 0
  const stepTo = (step: 'up' | 'down'): void => {
    const before = stepBefore(queue, run.id, step)
    if (before !== undefined) attempt(() => move(run.id, before))
  }
  const left = progress?.secondsLeft
  return (
    <li
      className={styles.row}
      data-waits={waits || undefined}
      draggable={waits}
      onDragStart={(event) => event.dataTransfer.setData('text/run', run.id)}
      onDragOver={(event) => {
        if (waits) event.preventDefault()
      }}
      onDrop={(event) => {
        const moved = event.dataTransfer.getData('text/run')
        if (waits && moved && moved !== run.id) attempt(() => move(moved, run.id))
      }}
      onKeyDown={(event) => {
        if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
        event.preventDefault()
        event.stopPropagation()
        stepTo(event.key === 'ArrowUp' ? 'up' : 'down')
      }}
    >
      <label className={styles.mark} title={run.status === 'done' ? 'Mark for Compare' : 'Only finished runs can be compared'}>
        <input
          type="checkbox"
          aria-label={`Mark ${run.name} for Compare`}
          checked={compared}
          disabled={run.status !== 'done'}
          onChange={() => toggleCompared(run.id)}
        />
      </label>
      <div className={styles.about}>
        <b className={styles.name} title={run.folder}>
          {run.name}
        </b>
        <span className={styles.what}>
          {describeRun(run, labelOf)}, {run.request.epochs} epochs · {study?.name ?? 'opened from a folder'} · {formatWhen(run.createdAt)}
        </span>
        {run.failure && (
          <span className={styles.failure}>
            {run.failure.message} {run.failure.hint}
          </span>
        )}
        {(run.status === 'running' || run.status === 'paused') && (
          <ProgressBar value={runFraction(run, progress)} label={`${run.name}: part done`} />
        )}
      </div>
      <span className={styles.status}>
        <Icon name={icon} tone={tone} />
        {run.status === 'running' && left !== null && left !== undefined
          ? `${formatTimeLeft(left)} left`
          : waits
            ? `${word}, place ${queue.indexOf(run.id)}`
            : word}
      </span>
      <span className={styles.actions}>
        <Button
          size="s"
          onClick={() => openRun(run.id)}
          title={waits ? 'Alt+↑ and Alt+↓ move the run in the queue; it can also be dragged' : undefined}
        >
          Open
        </Button>
        {run.status === 'running' && (
          <IconButton size="s" icon="pause" label={`Pause ${run.name}`} onClick={() => attempt(() => pause(run.id))} />
        )}
        {canResume(run.status) && (
          <IconButton size="s" icon="play" label={`Resume ${run.name}`} onClick={() => attempt(() => resume(run.id))} />
        )}
        {isActive(run.status) ? (
          <IconButton
            size="s"
            icon="stop"
            label={`Cancel ${run.name}, keep its checkpoint`}
            onClick={() => attempt(() => cancel(run.id))}
          />
        ) : (
          <IconButton size="s" icon="trash" label={`Delete ${run.name}`} onClick={() => deleteRun(run.id, run.name)} />
        )}
      </span>
    </li>
  )
}

async function openFolder(): Promise<void> {
  const folder = await tryAction(() => host.call('host.chooseFolder', { title: 'Choose a run folder' }))
  if (folder) await useRuns.getState().open(folder)
}
