/** Reads the collections of handwritten digits that set-up packs: one `.bin` of pixels and one `.json` beside it. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '@shared/contract/failure'
import { z } from 'zod'
import { hashBytes } from './content-hash'

const DigitHeader = z.object({
  count: z.number().int().positive(),
  size: z.number().int().positive(),
  classes: z.array(z.string()),
  /** Digits of each class; they lie one class after the other. */
  counts: z.array(z.number().int().nonnegative()),
  sha256: z.string(),
})

export interface Digits {
  readonly size: number
  readonly classes: readonly string[]
  /** [count, size, size] uint8, white on black. */
  readonly pixels: Uint8Array
  /** [count] index into `classes`. */
  readonly classIds: Int32Array
}

/** Names of collections, as in their files' names, in words and by the set-up step that writes them. */
const collections = {
  'mnist-digits': { words: 'The built-in digits', step: 'built-in-data' },
  'optical-digits': { words: 'The optical digits', step: 'optical-digits' },
} as const

/** Throws AppError `not-found` when set-up has not written the files, `invalid-input` when they are damaged. */
export async function readDigits(builtInFolder: string, collection: keyof typeof collections): Promise<Digits> {
  const { words, step } = collections[collection]
  const hint = `Run npm run setup -- --again ${step}; it writes them again.`
  let pixels: Uint8Array
  let headerText: string
  try {
    pixels = await readFile(join(builtInFolder, `${collection}.bin`))
    headerText = await readFile(join(builtInFolder, `${collection}.json`), 'utf8')
  } catch {
    throw new AppError('not-found', `${words} are not on this machine yet.`, hint, builtInFolder)
  }
  const header = DigitHeader.safeParse(parseJson(headerText)).data
  if (!header || pixels.length !== header.count * header.size ** 2 || hashBytes(pixels) !== header.sha256) {
    throw new AppError('invalid-input', `${words} are damaged: they do not agree with their checksum.`, hint, builtInFolder)
  }
  const classIds = Int32Array.from(header.counts.flatMap((count, classId) => new Array<number>(count).fill(classId)))
  return { size: header.size, classes: header.classes, pixels, classIds }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
