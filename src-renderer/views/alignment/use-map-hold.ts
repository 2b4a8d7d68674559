/** Whether the maps of a run in training stand still while it trains on. */
import { useCallback, useEffect, useState } from 'react'
import { attempt } from '../../app/attempt'
import { engine } from '../../app/services'

export interface MapHold {
  readonly held: boolean
  readonly toggle: () => void
}

/** `live` is whether the run trains: when it is over, nothing is held. */
export function useMapHold(runId: string, live: boolean): MapHold {
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (!live) return
    let isCurrent = true
    engine.call('alignment.hold', { runId }).then(
      (answer) => isCurrent && setHeld(answer.held),
      () => undefined,
    )
    return () => {
      isCurrent = false
    }
  }, [runId, live])
  const toggle = useCallback(() => {
    attempt(async () => setHeld((await engine.call('alignment.hold', { runId, held: !held })).held))
  }, [runId, held])
  return { held: live && held, toggle }
}
