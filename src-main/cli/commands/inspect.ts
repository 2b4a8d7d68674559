/** `lab inspect`: looks at a folder of images, alone or against another one. */
import { resolve } from 'node:path'
import { AppError } from '@shared/contract/failure'
import { z } from 'zod'
import { inspectDomain } from '../../engine/data/inspect-domain'
import { type Command, exitCode } from '../command'
import { openEngine } from '../engine-session'
import { wholeNumber } from '../flags'

export const inspect: Command = {
  name: 'inspect',
  usage: 'DIR [--against DIR]',
  summary: 'Looks at a folder of images: classes, sizes, statistics, unreadable files, leaks.',
  maxPositionals: 1,
  flags: {
    against: { value: 'DIR', help: 'a second folder; images in both are listed as leaks', schema: z.string().optional() },
    'image-size': {
      value: 'N',
      help: 'side in pixels that statistics are computed at, default 28',
      schema: wholeNumber(8, 512).optional(),
    },
  },
  async run({ positionals, values, output, interrupt }) {
    const [path] = positionals
    if (path === undefined) throw new AppError('invalid-input', 'No folder was given.', 'Write lab inspect DIR.', 'DIR')
    const engine = openEngine(output.note)
    engine.client.on('data.progress', ({ root, done, total }) => output.progress(`${root}: ${done} of ${total} images`))
    const images = { imageSize: (values['image-size'] as number | undefined) ?? 28 }
    // The user looks at their own folder as data, so its class counts are theirs to see.
    const open = (folder: string) =>
      engine.service.domains.import({ source: { kind: 'folder', path: resolve(folder) }, role: 'source', images }, interrupt)
    const domain = await open(path)
    const against = values.against === undefined ? undefined : await open(String(values.against))
    const report = inspectDomain(domain, against)
    output.result(report, () => inspectionText(report))
    return exitCode.done
  },
}

function inspectionText(report: ReturnType<typeof inspectDomain>): string {
  const three = (values: readonly number[]): string => values.map((value) => value.toFixed(3)).join(', ')
  return [
    `${report.images} images in ${Object.keys(report.classes).length} classes`,
    ...Object.entries(report.classes).map(([name, count]) => `  ${name}: ${count}`),
    `sizes: ${report.sizes.map(({ width, height, count }) => `${width}×${height} (${count})`).join(', ')}`,
    `channel mean ${three(report.channelMean)}; standard deviation ${three(report.channelStd)}`,
    `duplicates: ${report.duplicates}; files that are not images: ${report.skipped}`,
    `unreadable: ${report.unreadable.length}`,
    ...report.unreadable.map(({ file, reason }) => `  ${file}: ${reason}`),
    ...(report.leaks === undefined ? [] : [`in both folders: ${report.leaks.length}`]),
  ].join('\n')
}
