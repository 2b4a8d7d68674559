/** The alarms that a run's log holds, for its report. */
import type { LogLine, RaisedAlarm, Trial } from '@shared/domain/run'

/** Those about single trials, in the order they were raised; each once, also where a resumed trial came upon it again. */
export function alarmsOfTrials(log: readonly LogLine[], trials: readonly Pick<Trial, 'id' | 'method'>[]): RaisedAlarm[] {
  const methodOf = new Map(trials.map(({ id, method }) => [id, method]))
  const raised = new Map<string, RaisedAlarm>()
  for (const { alarm: kind, trialId, epoch, text } of log) {
    const method = trialId === null ? undefined : methodOf.get(trialId)
    if (kind === undefined || method === undefined) continue
    const key = `${trialId}/${kind}`
    if (!raised.has(key)) raised.set(key, { kind, method, trialId, epoch, text })
  }
  return [...raised.values()]
}

/** Where it holds, then what it says. */
export function alarmLine({ trialId, epoch, text }: RaisedAlarm): string {
  if (trialId === null) return text
  return `${trialId}${epoch === null ? '' : `, epoch ${Number(epoch.toFixed(1))}`}: ${text}`
}
