/** `lab replay`: runs a bundled study again and checks that it comes to the same figures. */
import { resolve } from 'node:path'
import { AppError } from '@shared/contract/failure'
import type { ReplayedTrial, ReplayResult } from '@shared/domain/replay'
import { z } from 'zod'
import { replayBundle } from '../../engine/service/replay-service'
import { type Command, exitCode } from '../command'
import { openEngine } from '../engine-session'
import { reportProgress } from '../follow-run'

export const replay: Command = {
  name: 'replay',
  usage: 'FILE --out DIR [--source DIR] [--target DIR] [--tolerance POINTS]',
  summary: 'Checks a bundle for tampering, runs its study again, and compares the figures; exit status 1 where they differ.',
  maxPositionals: 1,
  flags: {
    out: { value: 'DIR', help: 'folder for what is unpacked and for the new run, empty or not there yet', schema: z.string() },
    source: { value: 'DIR', help: 'source images, for a bundle without them', schema: z.string().optional() },
    target: { value: 'DIR', help: 'target images, for a bundle without them', schema: z.string().optional() },
    'target-test': { value: 'DIR', help: 'separate target test images, for a bundle without them', schema: z.string().optional() },
    tolerance: {
      value: 'POINTS',
      help: 'largest difference of an accuracy that counts as equal; default the bundle’s own',
      schema: z.coerce.number().min(0).max(100).optional(),
    },
  },
  async run({ positionals, values, output, interrupt }) {
    const [bundle] = positionals
    if (bundle === undefined) throw new AppError('invalid-input', 'No bundle is given.', 'Name the file that lab bundle wrote.', 'FILE')
    const engine = openEngine(output.note, { maps: 'never' })
    reportProgress(engine, output)
    const given = { source: values.source, target: values.target, targetTest: values['target-test'] }
    const folders = Object.fromEntries(Object.entries(given).filter(([, path]) => path !== undefined)) as Record<string, string>
    const result = await replayBundle(
      engine.service.runs,
      { bundle: resolve(bundle), out: resolve(String(values.out)), folders, tolerancePoints: values.tolerance as number | undefined },
      {
        signal: interrupt,
        onManifest: ({ run, files, scheduleEdits }) => {
          output.note(`${run.name}: all ${files.length} files are as they were packed.`)
          if (scheduleEdits > 0) output.note(`Its schedules were changed ${scheduleEdits} times while it trained, which is not repeated.`)
        },
      },
    )
    output.result(result, () => describe(result))
    await engine.close()
    return result.equal ? exitCode.done : exitCode.failed
  },
}

function describe({ equal, tolerancePoints, trials, folder }: ReplayResult): string {
  const pct = (value: number | null | undefined): string => (value == null ? 'unknown' : `${value.toFixed(1)} %`)
  const words = ({ method, seed, expected, got, equal: same, identicalWeights }: ReplayedTrial): string =>
    `${same ? 'equal  ' : 'differs'}  ${method} seed ${seed}: target ${pct(expected.targetAccuracyPct)} → ${pct(got?.targetAccuracyPct)}, source ${pct(expected.sourceAccuracyPct)} → ${pct(got?.sourceAccuracyPct)}${identicalWeights ? ', weights identical' : ''}`
  const verdict = equal ? `Equal within ${tolerancePoints} points.` : `Not equal within ${tolerancePoints} points.`
  return [...trials.map(words), `${verdict} The new run: ${folder}`].join('\n')
}
