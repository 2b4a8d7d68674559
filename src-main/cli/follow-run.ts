/** Follows a run to its end on standard error, stops it on Ctrl-C, and prints its result. */

import { AppError } from '@shared/contract/failure'
import type { EpisodeMean, Share } from '@shared/domain/new-classes'
import type { RunRecord, RunResult, TrialResult } from '@shared/domain/run'
import { alarmLine } from '../engine/evaluation/alarms/raised-alarms'
import { exitCode } from './command'
import type { EngineSession } from './engine-session'
import { formatDuration } from './format-duration'
import type { Output } from './output'
import { alignRows } from './text-table'

/** Resolves with the exit status; throws the run's failure. */
export async function followRun(engine: EngineSession, record: RunRecord, output: Output, interrupt: AbortSignal): Promise<number> {
  const { client, service } = engine
  const cancel = (): void => void client.call('runs.cancel', { runId: record.id }).catch(() => undefined)
  interrupt.addEventListener('abort', cancel)
  if (interrupt.aborted) cancel()
  reportProgress(engine, output)
  const settled = await service.runs.whenSettled(record.id)
  interrupt.removeEventListener('abort', cancel)
  if (settled.status === 'cancelled' || settled.status === 'interrupted') {
    output.note(`Stopped. Go on with: npm run -s lab -- resume --run ${settled.folder}`)
    return exitCode.interrupted
  }
  if (settled.status !== 'done') {
    const failure = settled.failure ?? { message: `The run ended as ${settled.status}.`, hint: 'See its log.jsonl.', code: 'internal' }
    throw new AppError(
      failure.code === 'invalid-input' || failure.code === 'not-found' ? 'invalid-input' : 'internal',
      failure.message,
      failure.hint,
    )
  }
  const { result } = await client.call('runs.get', { runId: record.id })
  if (result === null) throw new AppError('internal', `${settled.folder} has no result.json.`, 'Resume the run to write it.')
  output.result(result, () => describeResult(result))
  return exitCode.done
}

/** Sends what the engine tells of imports, logs and training to standard error. */
export function reportProgress({ client }: EngineSession, output: Output): void {
  client.on('data.progress', ({ role, done, total, cached }) =>
    output.progress(`Importing ${role}: ${done} of ${total} images (${cached} from the cache)`),
  )
  client.on('run.log', ({ line }) => {
    // The line a failed run ends with is what is thrown afterwards; an alarm is not.
    if (line.level === 'bad' && line.alarm === undefined) return
    output.note(`${line.trialId ?? 'run'}${line.epoch === null ? '' : ` epoch ${Number(line.epoch.toFixed(1))}`}: ${line.text}`)
  })
  client.on('run.progress', (progress) => {
    if (progress.phase === 'mapping') return output.progress(`Trained; map ${progress.step + 1} of ${progress.steps} settles`)
    if (progress.phase === 'extracting') {
      const rate = `${Math.round(progress.imagesPerSecond)} images/s`
      return output.progress(`Extracting features: ${progress.step} of ${progress.steps} images, ${rate}; they are kept`)
    }
    const left = progress.secondsLeft === null ? 'estimating time left' : `${formatDuration(progress.secondsLeft)} left`
    output.progress(
      `${progress.trialId} (${progress.trialIndex + 1} of ${progress.trialCount}): epoch ${progress.epoch.toFixed(1)} of ${progress.epochs}, ` +
        `${Math.round(progress.imagesPerSecond).toLocaleString('en')} images/s, ${left}`,
    )
  })
}

function newClassLines({ method, seed, fewShot, zeroShot }: TrialResult): string[] {
  const name = `${method} seed ${seed}`
  const figure = ({ meanPct, ci95Pct }: EpisodeMean): string => `${meanPct.toFixed(1)} ± ${ci95Pct.toFixed(1)} %`
  if (fewShot !== undefined) {
    const { ways, shots, episodes, accuracy, nearestPixel, overNearestPixel, pairs } = fewShot
    return [
      `${name}, classes never trained on: ${figure(accuracy)} in ${episodes} episodes of ${ways} ways and ${shots} shots; nearest pixel ${figure(nearestPixel)}, difference ${figure(overNearestPixel)}`,
      ...(pairs
        ? [
            `${name}, pairs told by a distance of ${pairs.within}: ${pairs.samePct.toFixed(1)} % of one class, ${pairs.differentPct.toFixed(1)} % of two`,
          ]
        : []),
    ]
  }
  if (zeroShot === undefined) return []
  const share = ({ pct, lowPct, highPct }: Share): string => `${pct.toFixed(1)} % [${lowPct.toFixed(1)}, ${highPct.toFixed(1)}]`
  const { unseen, chancePct, generalized, unseenClasses } = zeroShot
  return [
    `${name}, ${unseenClasses.length} classes never trained on: ${share(unseen)}, chance ${chancePct.toFixed(1)} %`,
    `${name}, among all classes: seen ${share(generalized.seen)}, unseen ${share(generalized.unseen)}, harmonic mean ${generalized.harmonicPct.toFixed(1)} %`,
  ]
}

function describeResult(result: RunResult): string {
  const percent = (mean: number | null, halfWidth: number | null): string =>
    mean === null ? 'no labels' : `${mean.toFixed(1)}${halfWidth === null ? '' : ` ± ${halfWidth.toFixed(1)}`} %`
  const meetsOthers = new Set(result.runs.flatMap(({ method, fewShot, zeroShot }) => ((fewShot ?? zeroShot) ? [method] : [])))
  const rows = Object.entries(result.summary).map(([method, one]) => [
    method,
    String(one.seeds),
    meetsOthers.has(method) ? 'new classes, below' : percent(one.meanPct, one.ci95Pct),
    percent(one.sourceMeanPct, one.sourceCi95Pct),
  ])
  const table = [['method', 'seeds', 'target, last checkpoint', 'source'], ...rows]
  return [
    ...alignRows(table),
    ...result.runs.flatMap(newClassLines),
    '',
    ...(result.alarms ?? []).map(alarmLine),
    `± is the 95 % t-interval over seeds. Target labels were read ${result.ledger.targetLabelReads} times (${result.ledger.labels} labels); see ledger.jsonl.`,
    `Report: ${result.report}`,
  ].join('\n')
}
