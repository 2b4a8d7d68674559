/** The control channel between the main process and the engine process: readiness, heartbeat, new ports, shutdown. */

import { Failure } from '@shared/contract/failure'
import { z } from 'zod'

/** Both sides come from one build; a difference means that an old file was left behind. */
export const ENGINE_PROTOCOL = 2

export const ToEngine = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ping') }),
  /** Carries one port: serve the engine contract on it. */
  z.object({ kind: z.literal('connect') }),
  /** Keep a checkpoint, then exit with status 0. */
  z.object({ kind: z.literal('shutdown') }),
])
export type ToEngine = z.infer<typeof ToEngine>

export const FromEngine = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), protocol: z.number().int() }),
  /** `busy`: a run trains by itself. */
  z.object({ kind: z.literal('pong'), busy: z.boolean() }),
  /** The engine cannot work on this machine; restarting would not help. */
  z.object({ kind: z.literal('failed'), failure: Failure }),
])
export type FromEngine = z.infer<typeof FromEngine>

/** What the engine process is started with, as JSON in its first argument. */
export const EngineArguments = z.object({ home: z.string(), cacheFolder: z.string(), builtInFolder: z.string() })
export type EngineArguments = z.infer<typeof EngineArguments>
