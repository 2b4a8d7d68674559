/** What became of a run that is not simply running: what happened, what is safe, what to do. */
import type { RunRecord } from '@shared/domain/run'
import { attempt } from '../../app/attempt'
import { useMethodLabel } from '../../stores/catalogue'
import { describeSafety } from '../../stores/connection'
import { useRuns } from '../../stores/runs'
import { Button } from '../../ui/button'
import { Notice } from '../../ui/notice'

export interface RunNoticeProps {
  readonly run: RunRecord
  readonly onChange: () => void
}

export function RunNotice({ run, onChange }: RunNoticeProps) {
  const labelOf = useMethodLabel()
  const safe = describeSafety(run, labelOf)
  const resume = (
    <Button size="s" icon="play" onClick={() => attempt(() => useRuns.getState().resume(run.id))}>
      Resume
    </Button>
  )
  const change = (
    <Button size="s" onClick={onChange}>
      Run again with changes
    </Button>
  )
  switch (run.status) {
    case 'failed':
      return (
        <Notice
          tone="bad"
          message={run.failure?.message ?? 'The run stopped because of an error.'}
          hint={`${run.failure?.hint ?? 'Change the settings and run it again.'} ${safe}`}
          actions={change}
        />
      )
    case 'interrupted':
      // The strip under the top bar leaves this to Train when the run is in focus.
      return (
        <Notice
          tone="warn"
          message={run.failure?.message ?? 'The engine stopped unexpectedly while this run was training.'}
          hint={safe}
          actions={resume}
        />
      )
    case 'cancelled':
      return (
        <Notice
          tone="info"
          message="This run was stopped."
          hint={`${safe} No target label was read for a report.`}
          actions={
            <>
              {resume}
              {change}
            </>
          }
        />
      )
    default:
      return null
  }
}
