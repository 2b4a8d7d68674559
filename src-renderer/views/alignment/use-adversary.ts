/** Moves of a discriminator and of its encoder, asked for one at a time or played slowly in turns. */
import { type AdversarySide, type AdversaryState, MOST_MOVES } from '@shared/domain/adversary'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { engine } from '../../app/services'
import { toFailure } from '../../stores/failure'
import { longestOf } from './adversary-words'

/** Between two moves of slow motion: time to see where the arrows went. */
const SLOW_MS = 1_000
const NO_MOVES: readonly AdversarySide[] = []

export interface AdversaryView {
  readonly moves: readonly AdversarySide[]
  /** The last state that came; of fewer moves while the next is worked out. */
  readonly state: AdversaryState | null
  /** Length of arrow that is drawn as the longest, the same from the checkpoint on. */
  readonly longest: number
  readonly busy: boolean
  readonly slow: boolean
  /** Why it cannot be shown, in words. */
  readonly failure: string | null
  /** Why no further move can be made. */
  readonly blocked: string | null
  move(side: AdversarySide): void
  setSlow(on: boolean): void
  startOver(): void
}

interface Answer {
  readonly key: string
  readonly state?: AdversaryState
  readonly failure?: string
}

/** `checkpoint` is null while there is none, or while the boundary is not in view. */
export function useAdversary(runId: string, trialId: string, checkpoint: number | null): AdversaryView {
  const place = `${runId} ${trialId} ${checkpoint}`
  const [played, setPlayed] = useState({ place, moves: NO_MOVES })
  const [slow, setSlow] = useState(false)
  const [answer, setAnswer] = useState<Answer | null>(null)
  const [first, setFirst] = useState<{ readonly place: string; readonly longest: number } | null>(null)
  const moves = played.place === place ? played.moves : NO_MOVES
  const key = `${place} ${moves.join()}`

  useEffect(() => {
    if (checkpoint === null) return
    const abort = new AbortController()
    engine.call('alignment.adversary', { runId, trialId, moves: [...moves] }, { signal: abort.signal }).then(
      (state) => {
        setAnswer({ key, state })
        if (moves.length === 0) setFirst({ place, longest: longestOf(state) })
      },
      (error) => {
        const { message, hint } = toFailure(error)
        if (!abort.signal.aborted) setAnswer({ key, failure: `${message} ${hint}` })
      },
    )
    return () => abort.abort()
  }, [runId, trialId, checkpoint, place, key, moves])

  const state = answer?.key.startsWith(`${place} `) ? (answer.state ?? null) : null
  const busy = checkpoint !== null && answer?.key !== key
  const failure = answer?.key === key ? (answer.failure ?? null) : null
  const blocked = failure ?? (moves.length >= MOST_MOVES ? `${MOST_MOVES} moves are played at most; start over to see others` : null)
  const move = useCallback((side: AdversarySide): void => setPlayed({ place, moves: [...moves, side] }), [place, moves])

  useEffect(() => {
    if (!slow || busy) return
    if (blocked !== null) {
      setSlow(false)
      return
    }
    const timer = setTimeout(() => move(moves.at(-1) === 'discriminator' ? 'encoder' : 'discriminator'), SLOW_MS)
    return () => clearTimeout(timer)
  }, [slow, busy, blocked, moves, move])

  const startOver = useCallback((): void => {
    setSlow(false)
    setPlayed({ place, moves: NO_MOVES })
  }, [place])
  const longest = first?.place === place ? first.longest : 0
  return useMemo(
    () => ({ moves, state, longest, busy, slow, failure, blocked, move, setSlow, startOver }),
    [moves, state, longest, busy, slow, failure, blocked, move, startOver],
  )
}
