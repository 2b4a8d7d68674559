/** Writes one domain of a built-in pair as a folder of PNGs, so that it can be looked at, or used like any other folder. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { DomainRole } from '@shared/domain/ids'
import { openBuiltInDomain } from './built-in-pairs'
import { makeEmptyFolder } from './make-empty-folder'
import { encodePng } from './native-image'
import { throwIfAborted } from './time-slices'

export interface WritePairRequest {
  readonly pair: string
  readonly role: DomainRole
  /** Values of the pair's own parameters, such as the angle of the moons. */
  readonly params?: Readonly<Record<string, number>>
  /** Becomes the domain's root: `<folder>/<class>/<n>.png`. Must be empty or absent. */
  readonly folder: string
  readonly builtInFolder: string
  readonly signal?: AbortSignal | undefined
}

/** Throws AppError `invalid-input` when the folder holds something already. */
export async function writePair({
  pair,
  role,
  params = {},
  folder,
  builtInFolder,
  signal,
}: WritePairRequest): Promise<{ readonly images: number }> {
  const domain = await openBuiltInDomain({ kind: 'built-in', pair, role, params }, builtInFolder)
  await makeEmptyFolder(folder)
  const made = new Set<string>()
  for (let index = 0; index < domain.count; index++) {
    throwIfAborted(signal)
    const { file, image } = domain.image(index)
    const path = join(folder, file)
    if (!made.has(dirname(path))) await mkdir(dirname(path), { recursive: true })
    made.add(dirname(path))
    await writeFile(path, await encodePng(image))
  }
  return { images: domain.count }
}
