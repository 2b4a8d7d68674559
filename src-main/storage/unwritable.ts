/** Turns a file system's refusal to write at a place that the user named into words. */
import { AppError } from '@shared/contract/failure'

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'it is not writable for you',
  EPERM: 'it is not writable for you',
  EROFS: 'it is on a read-only file system',
  ENOTDIR: 'part of the path is a file, not a folder',
  EEXIST: 'part of the path is a file, not a folder',
  EISDIR: 'it is a folder, not a file',
}

/** Runs `write`; where the system refuses, throws `invalid-input` that names `path` and `field`. Other errors pass. */
export async function writingTo<T>(path: string, field: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    const { code = '', syscall } = error as NodeJS.ErrnoException
    // What a recursive mkdir says on a read-only file system.
    const reason = code === 'ENOENT' && syscall === 'mkdir' ? 'its folder cannot be made there' : reasons[code]
    if (reason === undefined) throw error
    throw new AppError('invalid-input', `${path} cannot be written: ${reason}.`, 'Name a place that you can write to.', field)
  }
}

/** Runs `write`; where the disk is full, throws `no-space` that names `path` and `field`. Other errors pass. */
export async function refusingFullDisk<T>(path: string, field: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    throw new AppError('no-space', `The disk is full: ${path} was not written.`, 'Free some space, or name a place on another disk.', field)
  }
}
