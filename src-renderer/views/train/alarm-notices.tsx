/** What is wrong with a run that goes on or went through: the finding, its evidence, and two ways on. */
import type { LogLine, RunRecord } from '@shared/domain/run'
import { useMethodLabel } from '../../stores/catalogue'
import { useView } from '../../stores/view'
import { Button } from '../../ui/button'
import { Notice } from '../../ui/notice'

export interface AlarmNoticesProps {
  readonly run: RunRecord
  /** Log lines that are alarms, oldest first. */
  readonly alarms: readonly LogLine[]
  /** Opens the form filled with this run's request. */
  readonly onChange: () => void
}

/** The newest alarm in full; how many others the log holds. */
export function AlarmNotices({ run, alarms, onChange }: AlarmNoticesProps) {
  const labelOf = useMethodLabel()
  const newest = alarms.at(-1)
  if (!newest) return null
  const trial = run.trials.find((one) => one.id === newest.trialId)
  const where = trial ? `${labelOf(trial.method)} seed ${trial.seed}, epoch ${Number((newest.epoch ?? 0).toFixed(1))}. ` : ''
  const [finding = '', ...rest] = newest.text.split(/(?<=[.:]) /)
  const others = alarms.length > 1 ? ` ${alarms.length - 1} more in the log.` : ''
  return (
    <Notice
      tone={newest.level === 'bad' ? 'bad' : 'warn'}
      message={finding.replace(/:$/, '.')}
      hint={`${where}${rest.join(' ')}${others}`}
      actions={
        <>
          <Button size="s" onClick={() => useView.getState().goTo('alignment')}>
            Show the map
          </Button>
          <Button size="s" onClick={onChange}>
            Run again with changes
          </Button>
        </>
      }
    />
  )
}
