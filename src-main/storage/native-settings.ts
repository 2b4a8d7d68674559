/** How TensorFlow is to be set up on this machine, as measured or chosen: `native-settings.json` of the home folder. */
import { readFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { writeFileAtomic } from './atomic-file'

/** What must be set before the library is loaded. */
export const NativeChoice = z.object({
  /** Threads inside one op. */
  threads: z.number().int().min(1).max(1024),
  /** Intel's oneDNN kernels. */
  oneDnn: z.boolean(),
  /** Convolutions and products in bfloat16 where the processor has it: faster, and other numbers. */
  bf16: z.boolean(),
})
export type NativeChoice = z.infer<typeof NativeChoice>

export const NativeSettings = NativeChoice.extend({
  origin: z.enum(['measured', 'chosen']),
  /** Processor and number of threads that this was decided on; settings of another machine are not used. */
  machine: z.string(),
  /** Training steps per second of each candidate; empty where a person chose. */
  candidates: z.array(NativeChoice.extend({ stepsPerSecond: z.number() })),
})
export type NativeSettings = z.infer<typeof NativeSettings>

export function describeMachine(): string {
  return `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} threads`
}

/** Before anything was measured: all cores, and oneDNN, which TensorFlow leaves off on many processors where it doubles the speed of training. */
export const defaultChoice = (): NativeChoice => ({ threads: availableParallelism(), oneDnn: true, bf16: false })

/** Null where nothing is stored, what is stored cannot be read, or it was decided on another machine. */
export function readNativeSettings(home: string): NativeSettings | null {
  try {
    const settings = NativeSettings.parse(JSON.parse(readFileSync(fileIn(home), 'utf8')))
    return settings.machine === describeMachine() ? settings : null
  } catch {
    return null
  }
}

export function writeNativeSettings(home: string, settings: NativeSettings): Promise<void> {
  return writeFileAtomic(fileIn(home), `${JSON.stringify(settings, null, 2)}\n`)
}

const fileIn = (home: string): string => join(home, 'native-settings.json')

/** Environment variables that make TensorFlow follow the choice. */
export function environmentOf({ threads, oneDnn, bf16 }: NativeChoice): Readonly<Record<string, string>> {
  return {
    TF_NUM_INTRAOP_THREADS: String(threads),
    TF_ENABLE_ONEDNN_OPTS: oneDnn ? '1' : '0',
    ...(bf16 ? { ONEDNN_DEFAULT_FPMATH_MODE: 'BF16' } : {}),
  }
}
