/** `lab pair`: writes a built-in pair to disk as two folders of PNGs, to look at or to use like one's own images. */
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { writePair } from '../../engine/data/write-pair'
import { findLocations } from '../../storage/locations'
import { type Command, exitCode } from '../command'

export const pair: Command = {
  name: 'pair',
  usage: '--id BUILTIN --out DIR',
  summary: 'Writes a built-in pair as DIR/source and DIR/target, one PNG an image.',
  maxPositionals: 0,
  flags: {
    id: { value: 'BUILTIN', help: 'which pair, such as digits-textured', schema: z.string() },
    out: { value: 'DIR', help: 'folder to write to', schema: z.string() },
  },
  async run({ values, output, interrupt }) {
    const out = resolve(String(values.out))
    const images: Record<string, number> = {}
    for (const role of ['source', 'target'] as const) {
      const written = await writePair({
        pair: String(values.id),
        role,
        folder: join(out, role),
        builtInFolder: findLocations().builtInFolder,
        signal: interrupt,
      })
      images[role] = written.images
    }
    output.result({ images, folder: out }, () => `${images.source} source and ${images.target} target images in ${out}`)
    return exitCode.done
  },
}
