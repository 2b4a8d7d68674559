/** `lab learning-curve`: what more labels bring, with a pretrained network and from scratch; goes on where it was stopped. */
import { join, resolve } from 'node:path'
import { AppError } from '@shared/contract/failure'
import type { DomainSource } from '@shared/domain/dataset'
import { type CurveLine, type CurvePoint, type CurveRun, curveLines, curveRuns, learningFractions } from '@shared/domain/learning-curve'
import type { RunRecord, RunResult } from '@shared/domain/run'
import { z } from 'zod'
import { writeFileAtomic } from '../../storage/atomic-file'
import { RunFolder } from '../../storage/run-folder'
import { type Command, type CommandContext, exitCode } from '../command'
import { type EngineSession, openEngine } from '../engine-session'
import { reportProgress } from '../follow-run'
import { runFlags, toRunRequest } from '../run-flags'
import { settleRun } from '../settle-run'

const percentages = z.string().transform((text, context) => {
  const values = text.split(',').map(Number)
  if (values.every((value) => value >= 0.1 && value <= 100)) return values.map((value) => value / 100)
  context.addIssue({ code: 'custom', message: `expected percentages from 0.1 to 100 separated by commas, such as 1,10,100; got "${text}"` })
  return z.NEVER
})

const { bare: _, ...shared } = runFlags

export const learningCurve: Command = {
  name: 'learning-curve',
  usage: '--pair BUILTIN | --source DIR --target DIR [--backbone ID|DIR] [--labels 1,5,10,50,100] [--scratch ID] --out DIR',
  summary: 'Trains on parts of the labels, with a pretrained network and from scratch, and says what more labels bring.',
  maxPositionals: 0,
  flags: {
    ...shared,
    method: { ...runFlags.method, help: 'method to train with, default source-only', schema: z.array(z.string()).default(['source-only']) },
    backbone: {
      ...runFlags.backbone,
      help: 'network, default efficientnet-lite0; or the folder of your own TF.js LayersModel',
      schema: z.string().default('efficientnet-lite0'),
    },
    labels: { value: '1,10,100', help: 'percentages of the source’s labels, default 1,5,10,50,100', schema: percentages.optional() },
    scratch: {
      value: 'ID',
      help: 'network that is trained from scratch beside it, default the same with random weights',
      schema: z.string().optional(),
    },
    out: { value: 'DIR', help: 'folder to write: a run folder for each point, and learning-curve.json', schema: z.string() },
  },
  async run(context) {
    const { values, output } = context
    const folder = resolve(String(values.out))
    const { request } = await toRunRequest(values)
    const fractions = (values.labels as number[] | undefined) ?? learningFractions
    const runs = curveRuns(request, { fractions, scratch: values.scratch as string | undefined })
    const engine = openEngine(output.note, { maps: 'never' })
    reportProgress(engine, output)
    const finished: { readonly request: RunRecord['request']; readonly result: RunResult }[] = []
    for (const [index, run] of runs.entries()) {
      output.note(`${index + 1} of ${runs.length}: ${run.name}`)
      const settled = await settle(engine, { ...run, path: join(folder, run.name) }, context)
      if (settled === null) return exitCode.interrupted
      finished.push(settled)
    }
    const curve = { lines: curveLines(finished, 1), folder }
    await writeFileAtomic(join(folder, 'learning-curve.json'), `${JSON.stringify(curve, null, 2)}\n`)
    output.result(curve, () => curve.lines.map(describeLine).join('\n\n'))
    return exitCode.done
  },
}

interface PlannedRun extends CurveRun {
  readonly path: string
}

/** The finished run of a folder: as it lies there, resumed, or trained now. Null when interrupted. */
async function settle(engine: EngineSession, { path, request, name }: PlannedRun, { interrupt }: CommandContext) {
  const { client } = engine
  if (await new RunFolder(path).hasRecord()) {
    const there = await client.call('runs.open', { folder: path })
    if (askedFor(there.request) !== askedFor(request)) {
      throw new AppError('invalid-input', `${path} holds a run that was asked for otherwise.`, 'Choose another --out folder.', '--out')
    }
  }
  const settled = await settleRun(engine, { request, folder: path, name }, interrupt)
  if (settled.status === 'cancelled' || settled.status === 'interrupted') return null
  if (settled.status !== 'done') {
    const failure = settled.failure ?? { message: `${name} ended as ${settled.status}.`, hint: 'See its log.jsonl.' }
    throw new AppError('invalid-input', failure.message, failure.hint)
  }
  const { record, result } = await client.call('runs.get', { runId: settled.id })
  if (result === null) throw new AppError('internal', `${path} has no result.json.`, 'Run the command again.')
  return { request: record.request, result }
}

/** Everything that decides a run's figures but what lies in the folders, which its fingerprints guard; settings of the data are in `settings`. */
function askedFor({
  source,
  target,
  targetTest,
  backbone,
  methods,
  epochs,
  batch,
  seeds,
  settings,
  schedules,
}: RunRecord['request']): string {
  return JSON.stringify([
    placeOf(source),
    placeOf(target),
    targetTest && placeOf(targetTest),
    backbone,
    methods,
    epochs,
    batch,
    seeds,
    schedules,
    Object.entries(settings).sort(),
  ])
}

/** A built-in pair's parameters are among the settings, and in the source only once they are resolved. */
const placeOf = (source: DomainSource): DomainSource => (source.kind === 'built-in' ? { ...source, params: undefined } : source)

function describeLine({ name, method, points }: CurveLine): string {
  return [`${name} (${method})`, ...points.map(describePoint)].join('\n')
}

function describePoint({ fraction, seeds, sourceMeanPct, sourceCi95Pct, targetMeanPct, targetCi95Pct }: CurvePoint): string {
  const figure = (mean: number | null, half: number | null): string =>
    mean === null ? 'no labels' : `${mean.toFixed(1)}${half === null ? '' : ` ± ${half.toFixed(1)}`} %`
  const labels = `${Number((100 * fraction).toPrecision(3))} %`.padStart(7)
  return `${labels} of the labels: source ${figure(sourceMeanPct, sourceCi95Pct)}, target ${figure(targetMeanPct, targetCi95Pct)} (${seeds} seeds)`
}
