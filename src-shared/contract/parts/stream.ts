/** Commands about test-time adaptation on the Shift screen: a copy of the scene's model answers batches and learns from them. */
import { z } from 'zod'
import { RegistryId, Seed } from '../../domain/ids'
import { LiveStream, StreamStep } from '../../domain/live-stream'
import { MethodInfo } from '../../domain/method'
import { Overrides } from '../../domain/run'
import { ShiftStack } from '../../domain/shift'

const StreamRef = z.strictObject({ streamId: z.string() })

export const streamCommands = {
  'stream.methods': { input: z.strictObject({}), output: z.array(MethodInfo) },
  /** Adapts a copy: the scene's own model stays as it is. The stream is closed with its scene; the oldest of more than two as well. */
  'stream.open': {
    input: z.strictObject({
      sceneId: z.string(),
      method: RegistryId,
      settings: Overrides.default({}),
      seed: Seed.default(0),
    }),
    output: LiveStream,
  },
  /** The next batch of the scene's images, in a seeded order, under these shifts: predicted, then learnt from. Reads no label of the target. */
  'stream.step': { input: StreamRef.extend({ shifts: ShiftStack }), output: StreamStep },
  /** Back to the source model bit by bit, and to the first batch. */
  'stream.reset': { input: StreamRef, output: z.object({}) },
  'stream.close': { input: StreamRef, output: z.object({}) },
} as const
