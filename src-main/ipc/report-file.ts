/** Tells a run's report from any other file, so that the window cannot have arbitrary files opened. */
import { realpath, stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { AppError } from '@shared/contract/failure'

/** Reports of single trials lie a little deeper than run.json. */
const maxDepth = 4

/** The real path of a file named report.html in or below a folder with a run.json. Throws `not-found` or `invalid-input`. */
export async function resolveReportFile(path: string): Promise<string> {
  const hint = 'Open the run and use its own "Open report" button.'
  if (!isAbsolute(path)) throw new AppError('invalid-input', `${path} is not an absolute path.`, hint, 'path')
  const file = await realpath(path).catch(() => null)
  if (file === null) {
    throw new AppError(
      'not-found',
      `There is no report at ${path}.`,
      'The run writes it when it has finished; it may have been moved.',
      'path',
    )
  }
  if (basename(file) !== 'report.html' || !(await belongsToRun(dirname(file), maxDepth))) {
    throw new AppError('invalid-input', `${path} is not the report of a run.`, hint, 'path')
  }
  return file
}

async function belongsToRun(folder: string, depth: number): Promise<boolean> {
  const isRun = await stat(join(folder, 'run.json')).then(
    (info) => info.isFile(),
    () => false,
  )
  if (isRun) return true
  return depth > 0 && dirname(folder) !== folder && belongsToRun(dirname(folder), depth - 1)
}
