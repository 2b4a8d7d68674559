/** `lab pair`: writes a built-in pair to disk as two folders of PNGs, to look at or to use like one's own images. */
import { join, resolve } from 'node:path'
import type { Overrides } from '@shared/domain/run'
import { z } from 'zod'
import { findBuiltInPair } from '../../engine/data/built-in-pairs'
import { writePair } from '../../engine/data/write-pair'
import { resolveParams } from '../../engine/methods/registry'
import { findLocations } from '../../storage/locations'
import { writingTo } from '../../storage/unwritable'
import { type Command, exitCode } from '../command'
import { assignments } from '../flags'

export const pair: Command = {
  name: 'pair',
  usage: '--id BUILTIN [--set key=value…] --out DIR',
  summary: 'Writes a built-in pair as DIR/source and DIR/target, one PNG an image.',
  maxPositionals: 0,
  flags: {
    id: { value: 'BUILTIN', help: 'which pair, such as digits-textured', schema: z.string() },
    set: {
      value: 'key=value',
      many: true,
      help: 'parameter of the pair, such as angleDegrees=45 for moons',
      schema: assignments.optional(),
    },
    out: { value: 'DIR', help: 'folder to write to', schema: z.string() },
  },
  async run({ values, output, interrupt }) {
    const out = resolve(String(values.out))
    const id = String(values.id)
    const params = resolveParams(findBuiltInPair(id).params, (values.set as Overrides | undefined) ?? {}, '--set') as Record<string, number>
    const images: Record<string, number> = {}
    for (const role of ['source', 'target'] as const) {
      const request = {
        pair: id,
        role,
        params,
        folder: join(out, role),
        builtInFolder: findLocations().builtInFolder,
        signal: interrupt,
      }
      const written = await writingTo(out, '--out', () => writePair(request))
      images[role] = written.images
    }
    output.result({ images, folder: out }, () => `${images.source} source and ${images.target} target images in ${out}`)
    return exitCode.done
  },
}
