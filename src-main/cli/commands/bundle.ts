/** `lab bundle`: packs a finished run so that another machine can run the study again. */
import { resolve } from 'node:path'
import { AppError } from '@shared/contract/failure'
import { z } from 'zod'
import { writeBundle } from '../../engine/exporting/bundle/write-bundle'
import { type Command, exitCode } from '../command'
import { openEngine } from '../engine-session'

export const bundle: Command = {
  name: 'bundle',
  usage: '--run DIR --out FILE [--without-data]',
  summary: 'Packs a finished run, its images and its figures into one archive for lab replay.',
  maxPositionals: 0,
  flags: {
    run: { value: 'DIR', help: 'run folder, as given to --out of lab run', schema: z.string() },
    out: { value: 'FILE', help: 'archive to write, such as study.shiftlab', schema: z.string() },
    'without-data': { help: 'leaves the images out: replay is given them with --source and --target', schema: z.boolean().optional() },
  },
  async run({ values, output, interrupt }) {
    const engine = openEngine(output.note)
    const { runs } = engine.service
    const { folder, record } = await runs.find((await runs.open(String(values.run))).id)
    const result = await folder.readResult()
    if (result === null) {
      throw new AppError('invalid-input', `The run "${record.name}" has no report yet.`, 'Wait for its last trial, or resume it.', '--run')
    }
    const out = resolve(String(values.out))
    const { manifest, bundleSha256, bytes } = await writeBundle(
      { folder, record, result, out, withData: values['without-data'] !== true },
      { signal: interrupt, onProgress: (done, total) => output.progress(`${done} of ${total} files`) },
    )
    if (manifest.scheduleEdits > 0) {
      output.note(`Schedules were changed ${manifest.scheduleEdits} times while this run trained; a replay does not repeat that.`)
    }
    output.result(
      {
        file: out,
        bytes,
        files: manifest.files.length,
        bundleSha256,
        trials: manifest.expected.length,
        tolerancePoints: manifest.tolerancePoints,
      },
      () => `${manifest.files.length} files, ${(bytes / 1024 / 1024).toFixed(1)} MiB: ${out}\nsha256 of its manifest: ${bundleSha256}`,
    )
    await engine.close()
    return exitCode.done
  },
}
