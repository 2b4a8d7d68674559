/** `lab replay`: runs a bundled study again and checks that it comes to the same figures. */
import { resolve } from 'node:path'
import { AppError } from '@shared/contract/failure'
import type { ReplayedTrial, ReplayResult } from '@shared/domain/replay'
import { z } from 'zod'
import { type ReplayCall, replayBundle } from '../../engine/service/replay-service'
import { type Command, exitCode } from '../command'
import { openEngine } from '../engine-session'
import { reportProgress } from '../follow-run'

const folders = z.array(z.string()).min(1).optional()

export const replay: Command = {
  name: 'replay',
  usage: 'FILE --out DIR [--source DIR] [--target DIR] [--tolerance POINTS]',
  summary: 'Checks a bundle for tampering, runs its study again, and compares the figures; exit status 1 where they differ.',
  maxPositionals: 1,
  flags: {
    out: { value: 'DIR', help: 'folder for what is unpacked and for the new run, empty or not there yet', schema: z.string() },
    source: { value: 'DIR', many: true, help: 'source images, for a bundle without them; each folder of several', schema: folders },
    target: { value: 'DIR', many: true, help: 'target images, for a bundle without them', schema: folders },
    'target-test': { value: 'DIR', many: true, help: 'separate target test images, for a bundle without them', schema: folders },
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
    const own = Object.fromEntries(Object.entries(given).filter(([, paths]) => paths !== undefined)) as ReplayCall['folders']
    const result = await replayBundle(
      engine.service.runs,
      { bundle: resolve(bundle), out: resolve(String(values.out)), folders: own, tolerancePoints: values.tolerance as number | undefined },
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
