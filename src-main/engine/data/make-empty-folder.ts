/** Where much is written at once: a folder of its own, so that nothing is overwritten or mixed up. */
import { readdir } from 'node:fs/promises'
import { AppError } from '@shared/contract/failure'
import { makeFolder } from '../../storage/make-folder'
import { writingTo } from '../../storage/unwritable'

/** Makes the folder where it is absent. Throws AppError `invalid-input` of the field `out` when it holds something already or cannot be made. */
export async function makeEmptyFolder(folder: string): Promise<void> {
  const held = await writingTo(folder, 'out', async () => {
    await makeFolder(folder)
    return readdir(folder)
  })
  if (held.length > 0) {
    throw new AppError('invalid-input', `The folder ${folder} is not empty.`, 'Name a folder that is empty or not there yet.', 'out')
  }
}
