/** Where images are written in bulk: a folder of their own, so that nothing is overwritten. */
import { mkdir, readdir } from 'node:fs/promises'
import { AppError } from '@shared/contract/failure'

/** Makes the folder where it is absent. Throws AppError `invalid-input` when it holds something already or cannot be made. */
export async function makeEmptyFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
  } catch (error) {
    throw new AppError('invalid-input', `The folder ${folder} could not be made (${String(error)}).`, 'Name another folder.', folder)
  }
  if ((await readdir(folder)).length > 0) {
    throw new AppError('invalid-input', `The folder ${folder} is not empty.`, 'Name a folder that is empty or not there yet.', folder)
  }
}
