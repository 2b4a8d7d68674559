/** Holds events until the next frame and merges those that come faster than anyone can look. */

import type { EventName, EventPayload } from '@shared/contract/define'
import type { EngineContract } from '@shared/contract/engine'
import type { FrameSchedule } from './frame-schedule'

type Event = EventName<EngineContract>
type Payload<K extends Event> = EventPayload<EngineContract, K>

interface MergeRule<P> {
  /** Payloads of equal key are merged. */
  readonly key: (payload: P) => string
  readonly merge: (older: P, newer: P) => P
}

function newest<P>(key: (payload: P) => string): MergeRule<P> {
  return { key, merge: (_older, newer) => newer }
}

/** Where a newer payload makes an older one superfluous, or two can be told as one. All other events are kept one by one. */
const mergeRules: { readonly [K in Event]?: MergeRule<Payload<K>> } = {
  'data.progress': newest(({ role, root }) => `${role} ${root}`),
  'run.progress': newest(({ runId }) => runId),
  'run.metrics': {
    key: ({ runId, trialId }) => `${runId} ${trialId}`,
    merge: (older, newer) => ({ ...newer, points: [...older.points, ...newer.points] }),
  },
}

interface Entry {
  readonly event: Event
  payload: unknown
}

export interface EventBatch {
  push<K extends Event>(event: K, payload: Payload<K>): void
}

/** `deliver` gets the events of a frame in the order they came; merging never moves one past an event that is not merged. */
export function createEventBatch(schedule: FrameSchedule, deliver: <K extends Event>(event: K, payload: Payload<K>) => void): EventBatch {
  let entries: Entry[] = []
  const mergeable = new Map<string, Entry>()

  function flush(): void {
    const due = entries
    entries = []
    mergeable.clear()
    for (const { event, payload } of due) deliver(event, payload as Payload<typeof event>)
  }

  return {
    push(event, payload) {
      if (entries.length === 0) schedule(flush)
      const rule = mergeRules[event] as MergeRule<unknown> | undefined
      if (rule === undefined) {
        mergeable.clear()
        entries.push({ event, payload })
        return
      }
      const key = `${event} ${rule.key(payload)}`
      const older = mergeable.get(key)
      if (older !== undefined) older.payload = rule.merge(older.payload, payload)
      else {
        const entry: Entry = { event, payload }
        mergeable.set(key, entry)
        entries.push(entry)
      }
    },
  }
}
