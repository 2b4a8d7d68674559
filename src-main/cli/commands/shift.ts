/** `lab shift`: writes shifted copies of a folder of images. */
import { resolve } from 'node:path'
import { AppError } from '@shared/contract/failure'
import { amountAt, type ShiftStack } from '@shared/domain/shift'
import { z } from 'zod'
import { findShift } from '../../engine/shift/registry'
import { writeShifted } from '../../engine/shift/write-shifted'
import { type Command, exitCode } from '../command'
import { wholeNumber } from '../flags'
import { presetStack, stackOf } from '../shift-flags'

export const shift: Command = {
  name: 'shift',
  usage: '--data DIR (--kind ID[,ID…] --severity X[,X…] | --preset ID) --out DIR',
  summary: 'Writes shifted copies of a folder of images; class folders and file names are kept.',
  maxPositionals: 0,
  flags: {
    data: { value: 'DIR', help: 'folder of images, with or without class folders', schema: z.string() },
    kind: { value: 'ID[,ID…]', help: 'shifts in the order they are applied; see lab shifts', schema: z.string().optional() },
    severity: { value: 'X[,X…]', help: '0 to 5, one for all shifts or one each', schema: z.string().optional() },
    preset: { value: 'ID', help: 'a stack with a name instead, such as night', schema: z.string().optional() },
    seed: { value: 'N', help: 'of everything random, default 0', schema: wholeNumber(0, 2_147_483_647).optional() },
    out: { value: 'DIR', help: 'folder to write to, empty or not there yet', schema: z.string() },
  },
  async run({ values, output, interrupt }) {
    const stack = askedStack(values)
    const seed = (values.seed as number | undefined) ?? 0
    const out = resolve(String(values.out))
    const { images, unreadable } = await writeShifted({
      data: String(values.data),
      stack,
      seed,
      out,
      signal: interrupt,
      onProgress: (done, total) => output.progress(`${done} of ${total} images`),
    })
    for (const { file, reason } of unreadable) output.note(`left out ${file}: ${reason}`)
    const shifts = stack.map(({ kind, severity }) => ({ kind, severity, amount: amountAt(findShift(kind), severity) }))
    output.result({ images, unreadable, shifts, seed, folder: out }, () => `${images} shifted images in ${out}`)
    return exitCode.done
  },
}

function askedStack({ kind, severity, preset }: Readonly<Record<string, unknown>>): ShiftStack {
  if (preset !== undefined && (kind !== undefined || severity !== undefined)) {
    throw new AppError('invalid-input', '--preset and --kind exclude each other.', 'Give one of them.', '--preset')
  }
  if (preset !== undefined) return presetStack(String(preset))
  const missing = kind === undefined ? '--kind' : severity === undefined ? '--severity' : null
  if (missing !== null) {
    throw new AppError('invalid-input', `${missing} is missing.`, 'Write --kind rotation --severity 3, or --preset night.', missing)
  }
  return stackOf(String(kind), String(severity))
}
