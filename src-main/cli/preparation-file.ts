/** The file in which `lab inspect --fixes` leaves remedies, and from which a run takes them. */
import { readFile } from 'node:fs/promises'
import { AppError } from '@shared/contract/failure'
import { PairPreparation } from '@shared/domain/preparation'
import { SplitSettings } from '@shared/domain/split'
import { z } from 'zod'
import type { Flag } from './flags'
import { issueWords } from './issue-words'

export const preparationFlag: Flag = {
  value: 'FILE.json',
  help: 'what is done to images when they are fed: {"source": …, "target": …} or a file of lab inspect --fixes',
  schema: z.string().optional(),
}

const PreparationFile = z.strictObject({ preparation: PairPreparation.optional(), splits: SplitSettings.optional() })
type PreparationFile = z.infer<typeof PreparationFile>

/** Throws AppError `invalid-input` that names the file and what in it is wrong. */
export async function readPreparation(path: string): Promise<PreparationFile> {
  const hint = 'Write one with lab inspect DIR --against DIR --fix CODE --fixes FILE.json.'
  let value: unknown
  try {
    value = JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is not JSON' : 'could not be read'
    throw new AppError('invalid-input', `The file ${path} ${why}.`, hint, '--preparation')
  }
  const plain = PairPreparation.safeParse(value)
  const parsed = PreparationFile.safeParse(plain.success ? { preparation: plain.data } : value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new AppError('invalid-input', `The file ${path}: ${issue.path.join('.')} ${issueWords(issue)}.`, hint, '--preparation')
}
