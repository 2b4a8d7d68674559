/** What the engine runs on, as the window's foot and `lab device` show it. */
import { z } from 'zod'

export const DeviceReport = z.object({
  backend: z.string(),
  /** Version string of the TensorFlow library behind the binding. */
  tensorflow: z.string(),
  device: z.enum(['cpu', 'gpu']),
  threads: z.number().int().positive(),
  memoryBytes: z.number().int().nonnegative(),
  /** Why the GPU is not used although one may be expected; absent when there is nothing to say. */
  note: z.string().optional(),
})
export type DeviceReport = z.infer<typeof DeviceReport>
