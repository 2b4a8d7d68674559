/** The only place that loads TensorFlow: sets its environment first, then requires the native binding. */
import { createRequire } from 'node:module'
import util from 'node:util'
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

// A static import would be hoisted above the lines that must come first.
export const tf = createRequire(import.meta.url)('@tensorflow/tfjs-node-gpu') as typeof TensorFlow
