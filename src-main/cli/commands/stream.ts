/** `lab stream`: test-time adaptation over a stream of images, predict first, then update; or a sweep over many of them. */
import { resolve } from 'node:path'
import { StreamPlan, StreamProtocol, type StreamResult } from '@shared/domain/stream'
import { z } from 'zod'
import { newAdaptedId } from '../../engine/service/keep-adapted'
import { streamThrough } from '../../engine/service/stream-service'
import { RunFolder } from '../../storage/run-folder'
import { chooseTrial } from '../choose-trial'
import { type Command, exitCode } from '../command'
import { openEngine } from '../engine-session'
import { assignments, wholeNumber } from '../flags'
import { formatDuration } from '../format-duration'
import { parseShifts } from '../shift-flags'
import { sweep } from '../stream-sweep'
import { checkSweepFlags, sweepFlags } from '../sweep-flags'

export const stream: Command = {
  name: 'stream',
  usage: '--model DIR [--data DIR] --method ID [--protocol P | --sweep] [--shift kind:severity,…] [--batch N] [--out DIR]',
  summary: 'Adapts a trained model to a stream of images and compares its error with the model left alone.',
  maxPositionals: 0,
  flags: {
    model: { value: 'DIR', help: 'run folder, as given to --out of lab run', schema: z.string() },
    trained: { value: 'ID', help: 'which trained method, where the run holds several; default source-only', schema: z.string().optional() },
    'trained-seed': { value: 'N', help: 'which seed of it; default the first', schema: wholeNumber(0, 2_147_483_647).optional() },
    data: { value: 'DIR', help: 'folder of images; without it the source’s test images', schema: z.string().optional() },
    method: { value: 'ID', help: 'source, bn-adapt, bn-alpha, tent, eata, sar, cotta, memo, lame, t3a or ttt', schema: z.string() },
    protocol: {
      value: 'P',
      help: `${StreamProtocol.options.join(', ')}; default online: reset when the shift changes`,
      schema: StreamProtocol.optional(),
    },
    shift: { value: 'kind:severity,…', help: 'shifts of the images, one after another; see lab shifts', schema: z.string().optional() },
    batch: { value: 'N', help: 'images at a time, default 64', schema: wholeNumber(1, 1024).optional() },
    window: {
      value: 'N',
      help: 'with --batch 1: the last N images are looked at together, and the newest answered',
      schema: wholeNumber(1, 512).optional(),
    },
    order: {
      value: 'ORDER',
      help: 'shuffled (default), file, or subfolders: each subfolder of --data is a shift, one after another',
      schema: StreamPlan.shape.order.unwrap().optional(),
    },
    concentration: {
      value: 'X',
      help: 'of a correlated stream, default 0.1: small values, long runs of one class',
      schema: z.string().optional(),
    },
    guard: { help: 'puts the model back when its answers collapse onto one class', schema: z.boolean().optional() },
    seed: { value: 'N', help: 'of order, shifts and method, default 0', schema: wholeNumber(0, 2_147_483_647).optional() },
    set: { value: 'key=value', many: true, help: 'parameter of the method, such as learningRate=0.001', schema: assignments.optional() },
    out: {
      value: 'DIR',
      help: 'the adapted model as a run folder, with the stream’s description; of a sweep, its page and tables',
      schema: z.string().optional(),
    },
    ...sweepFlags,
  },
  async run(context) {
    const { values, output, interrupt } = context
    checkSweepFlags(values)
    const engine = openEngine(output.note)
    const record = await engine.client.call('runs.open', { folder: String(values.model) })
    const trial = chooseTrial(record.trials, { method: values.trained, seed: values['trained-seed'], preferred: 'source-only' })
    if (values.sweep === true) {
      await sweep({ engine, record, trial }, context)
      await engine.close()
      return exitCode.done
    }
    const plan = StreamPlan.parse({
      method: values.method,
      ...pick(values, ['protocol', 'batch', 'window', 'order', 'guard', 'seed']),
      ...(values.shift === undefined ? {} : { shifts: parseShifts(String(values.shift)) }),
      ...(values.concentration === undefined ? {} : { concentration: Number(values.concentration) }),
      ...(values.set === undefined ? {} : { settings: values.set }),
    })
    const { result } = await streamThrough(
      engine.service.domains,
      {
        run: await engine.service.runs.find(record.id),
        trialId: trial.id,
        data: values.data === undefined ? null : resolve(String(values.data)),
        plan,
        keepIn: values.out === undefined ? null : { id: newAdaptedId(plan), folder: new RunFolder(resolve(String(values.out))) },
      },
      {
        signal: interrupt,
        onBatch: ({ batch, batches, entropy }, secondsLeft) =>
          output.progress(
            `batch ${batch} of ${batches}, entropy ${entropy.toFixed(2)}, ${secondsLeft === null ? 'estimating time left' : `${formatDuration(secondsLeft)} left`}`,
          ),
      },
    )
    for (const note of result.notes) output.note(note)
    output.result(result, () => describe(result))
    await engine.close()
    return exitCode.done
  },
}

function pick(values: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => values[name] !== undefined).map((name) => [name, values[name]]))
}

function describe({ perShift, errorPct, withoutAdaptation, batchesPerSecond }: StreamResult): string {
  const pct = (value: number | null): string => (value === null ? 'unknown' : `${value.toFixed(1)} %`)
  const rows = perShift.map(
    ({ kind, severity, ...figures }) =>
      `${kind}${severity === null ? '' : ` ${severity}`}: error ${pct(figures.errorPct)}, without adaptation ${pct(figures.withoutAdaptation.errorPct)}`,
  )
  const all = `All: error ${pct(errorPct)}, without adaptation ${pct(withoutAdaptation.errorPct)}; ${batchesPerSecond.toFixed(1)} batches/s`
  return [...rows, all].join('\n')
}
