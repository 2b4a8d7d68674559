/** Says when the engine has stopped, what is safe, and offers the way on. */
import { useMethodLabel } from '../stores/catalogue'
import { describeHealth, useConnection } from '../stores/connection'
import { useRuns } from '../stores/runs'
import { useView } from '../stores/view'
import { Button, IconButton } from '../ui/button'
import { Notice } from '../ui/notice'
import { attempt } from './attempt'
import styles from './engine-strip.module.css'

export function EngineStripBar() {
  const connection = useConnection()
  const runs = useRuns((state) => state.runs)
  const stage = useView((state) => state.stage)
  const focusRunId = useView((state) => state.focusRunId)
  const labelOf = useMethodLabel()
  const strip = describeHealth(connection, runs, labelOf)
  // Start shows a failed engine in full.
  if (!strip || (stage === 'start' && connection.health.state === 'failed')) return null
  const { resumeRunId } = strip
  // Train says the same of the run in focus, with its Resume.
  if (stage === 'train' && resumeRunId !== null && resumeRunId === focusRunId) return null
  return (
    <div className={styles.strip}>
      <Notice
        tone={strip.tone}
        message={strip.message}
        hint={strip.hint}
        actions={
          <>
            {resumeRunId && (
              <Button
                size="s"
                variant="primary"
                onClick={() => {
                  connection.dismissStrip()
                  attempt(() => useRuns.getState().resume(resumeRunId))
                }}
              >
                Resume
              </Button>
            )}
            {strip.canRestart ? (
              <Button size="s" variant="primary" onClick={() => attempt(connection.restart)}>
                Restart engine
              </Button>
            ) : (
              connection.health.state === 'ready' && (
                <IconButton icon="close" size="s" label="Close this notice" onClick={connection.dismissStrip} />
              )
            )}
          </>
        }
      />
    </div>
  )
}
