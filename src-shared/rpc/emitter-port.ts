/** A Port over an event emitter in the shape of Electron's MessagePortMain. */
import type { Port } from './port'

export interface EmitterMessagePort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  close(): void
}

export function createEmitterPort(port: EmitterMessagePort): Port {
  return {
    post: (message) => port.postMessage(message),
    onMessage(listener) {
      port.on('message', ({ data }) => listener(data))
      port.start()
    },
    onClose: (listener) => void port.on('close', () => listener()),
    close: () => port.close(),
  }
}
