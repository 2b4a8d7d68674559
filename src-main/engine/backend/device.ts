/** What the engine runs on: the figures of `lab device` and of the window's foot. */
import { existsSync } from 'node:fs'
import { availableParallelism, totalmem } from 'node:os'
import type { DeviceReport } from '@shared/domain/device'
import { settingsOrigin } from './load-tensorflow'
import { nativeBackend } from './native'

const nvidiaDriverFile = '/proc/driver/nvidia/version'

/**
 * The native runtime and its device. `threads` is what TensorFlow uses inside one op: `TF_NUM_INTRAOP_THREADS` where it is
 * set, as it is by stored settings too, otherwise every thread the machine offers this process. `memoryBytes` is the machine's physical memory.
 */
export function describeDevice(): DeviceReport {
  const backend = nativeBackend()
  const device = backend.isUsingGpuDevice ? 'gpu' : 'cpu'
  const idleGpu = device === 'cpu' && existsSync(nvidiaDriverFile)
  return {
    backend: 'tensorflow',
    tensorflow: backend.binding.TF_Version,
    device,
    threads: threadsFrom(process.env.TF_NUM_INTRAOP_THREADS) ?? availableParallelism(),
    memoryBytes: totalmem(),
    oneDnn: process.env.TF_ENABLE_ONEDNN_OPTS !== '0',
    bf16: process.env.ONEDNN_DEFAULT_FPMATH_MODE === 'BF16',
    settings: settingsOrigin,
    compiled: device === 'cpu',
    ...(idleGpu ? { note: 'An NVIDIA driver is present, but this TensorFlow library was built for the CPU.' } : {}),
  }
}

function threadsFrom(setting: string | undefined): number | null {
  const threads = Number(setting)
  return Number.isInteger(threads) && threads > 0 ? threads : null
}
