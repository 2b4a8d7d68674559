/** The engine gave up: its own words, and the button that tries again. */
import { attempt } from '../../app/attempt'
import { useConnection } from '../../stores/connection'
import { Button } from '../../ui/button'
import { Notice } from '../../ui/notice'

export function EngineFailure() {
  const { health, restart } = useConnection()
  return (
    <Notice
      tone="bad"
      message={health.message ?? 'The engine could not be started.'}
      hint={health.hint}
      actions={
        <Button size="s" variant="primary" onClick={() => attempt(restart)}>
          Restart engine
        </Button>
      }
    />
  )
}
