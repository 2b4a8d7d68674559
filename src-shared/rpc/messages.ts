/** What travels over a port: calls with their results, aborts, events and the acknowledgements of large ones. */
import { z } from 'zod'
import { Failure } from '../contract/failure'

export const ClientMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('call'), id: z.number().int(), command: z.string(), input: z.unknown() }),
  z.object({ kind: z.literal('abort'), id: z.number().int() }),
  z.object({ kind: z.literal('ack'), event: z.string() }),
])
export type ClientMessage = z.infer<typeof ClientMessage>

export const ServerMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('result'), id: z.number().int(), ok: z.literal(true), value: z.unknown() }),
  z.object({ kind: z.literal('failure'), id: z.number().int(), failure: Failure }),
  /** `ack`: the sender holds back the next payload of this event until it is acknowledged. */
  z.object({ kind: z.literal('event'), event: z.string(), payload: z.unknown(), ack: z.literal(true).optional() }),
])
export type ServerMessage = z.infer<typeof ServerMessage>
