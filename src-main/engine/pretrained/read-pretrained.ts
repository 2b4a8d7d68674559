/** Weights that set-up converted into `<built-in folder>/<network>/`, read once a process and checked against their checksum. */
import { join } from 'node:path'
import { AppError } from '@shared/contract/failure'
import { readTensorFolderSync } from '../../storage/tensor-folder'
import type { WeightTable } from '../backbones/backbone'

const known = new Map<string, WeightTable>()

/** A reader for one built-in folder, as `BackboneContext.pretrained` wants it. */
export function pretrainedReader(builtInFolder: string): (name: string) => WeightTable {
  return (name) => {
    const folder = join(builtInFolder, name)
    const before = known.get(folder)
    if (before !== undefined) return before
    const table = readTable(folder, name)
    known.set(folder, table)
    return table
  }
}

/** @throws AppError `not-found` where set-up has not provided them, `invalid-input` where they are damaged. */
function readTable(folder: string, name: string): WeightTable {
  const hint = `Run npm run setup -- --again ${name}; it fetches and converts them again.`
  const stored = readTensorFolderSync(folder, hint)
  if (stored === null) throw new AppError('not-found', `The weights of ${name} are not on this machine yet.`, hint, folder)
  return new Map(stored.arrays.map(({ name: variable, shape, data }) => [variable, { shape, data: Float32Array.from(data) }]))
}
