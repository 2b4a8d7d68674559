/** The only place that loads TensorFlow: sets its environment first, then requires the native binding. */
import { createRequire } from 'node:module'
import util from 'node:util'
import type * as TensorFlow from '@tensorflow/tfjs-node-gpu'

process.env.TF_CPP_MIN_LOG_LEVEL ??= '2'

// tfjs-node 4.22 calls util.isNullOrUndefined, which Node 23 removed.
const legacyUtil = util as unknown as { isNullOrUndefined?: (value: unknown) => boolean }
legacyUtil.isNullOrUndefined ??= (value) => value === null || value === undefined

// A static import would be hoisted above the lines that must come first.
export const tf = createRequire(import.meta.url)('@tensorflow/tfjs-node-gpu') as typeof TensorFlow
