/** What the engine runs on, as the window's foot and `lab device` show it. */
import { z } from 'zod'

export const DeviceReport = z.object({
  backend: z.string(),
  /** Version string of the TensorFlow library behind the binding. */
  tensorflow: z.string(),
  device: z.enum(['cpu', 'gpu']),
  threads: z.number().int().positive(),
  memoryBytes: z.number().int().nonnegative(),
  /** Whether Intel's oneDNN kernels are used. */
  oneDnn: z.boolean().optional(),
  /** Whether convolutions and products may be computed in bfloat16. */
  bf16: z.boolean().optional(),
  /** Who decided threads and kernels: a measurement, the user's choice, the environment, or TensorFlow's defaults. */
  settings: z.enum(['measured', 'chosen', 'environment', 'default']).optional(),
  /** Whether training steps run as one compiled graph unless a run says otherwise. */
  compiled: z.boolean().optional(),
  /** Why the GPU is not used although one may be expected; absent when there is nothing to say. */
  note: z.string().optional(),
})
export type DeviceReport = z.infer<typeof DeviceReport>
