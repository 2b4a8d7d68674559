/** The only place that loads TensorFlow: sets its environment first, then requires the native binding. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import util from 'node:util'
import { isMainThread } from 'node:worker_threads'
import type * as TensorFlow from '@tensorflow/tfjs-node-gpu'
import { findLocations } from '../../storage/locations'
import { defaultChoice, environmentOf, readNativeSettings } from '../../storage/native-settings'

process.env.TF_CPP_MIN_LOG_LEVEL ??= '2'

/** What is in the environment when the engine starts is left as it is: the user's word goes before what was measured. */
const stored = readNativeSettings(findLocations().home)
const environmentGiven = Object.keys(environmentOf(defaultChoice())).some((name) => process.env[name] !== undefined)
for (const [name, value] of Object.entries(environmentOf(stored ?? defaultChoice()))) process.env[name] ??= value

/** Who decided how the library is set up. */
export const settingsOrigin = environmentGiven ? 'environment' : (stored?.origin ?? 'default')

// tfjs-node 4.22 calls util.isNullOrUndefined, which Node 23 removed.
const legacyUtil = util as unknown as { isNullOrUndefined?: (value: unknown) => boolean }
legacyUtil.isNullOrUndefined ??= (value) => value === null || value === undefined

if (!isMainThread) giveBindingCopies()

// A static import would be hoisted above the lines that must come first.
export const tf = createRequire(import.meta.url)('@tensorflow/tfjs-node-gpu') as typeof TensorFlow

/**
 * The binding keeps its one context in static memory: a second thread that loaded the same file would take it from the first. A
 * copy is a library of its own, over the same TensorFlow.
 */
function giveBindingCopies(): void {
  const dlopen = process.dlopen.bind(process)
  process.dlopen = (module, filename, ...flags: []) => {
    if (basename(filename) !== 'tfjs_binding.node') return dlopen(module, filename, ...flags)
    const folder = mkdtempSync(join(tmpdir(), 'shiftlab-binding-'))
    try {
      const copy = join(folder, basename(filename))
      copyFileSync(filename, copy)
      dlopen(module, copy, ...flags)
    } finally {
      removeIfLet(folder)
    }
  }
}

/** Where a library in use cannot be removed, it stays in the temporary folder. */
function removeIfLet(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true })
  } catch {
    // The library is loaded, which is what matters.
  }
}
