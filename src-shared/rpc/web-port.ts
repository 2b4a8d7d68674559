/** A Port over a web MessagePort, as pages have it and as Node's worker_threads imitates it. */
import type { Port } from './port'

/** The part of MessagePort that is used; DOM's and Node's both fit. */
export interface WebMessagePort {
  postMessage(message: unknown): void
  addEventListener(type: string, listener: (event: Event) => void): void
  start?(): void
  close(): void
}

export function createWebPort(port: WebMessagePort): Port {
  return {
    post: (message) => port.postMessage(message),
    onMessage(listener) {
      port.addEventListener('message', (event) => listener((event as Event & { readonly data: unknown }).data))
      port.start?.()
    },
    // Sent when the other end closes or its process dies.
    onClose: (listener) => port.addEventListener('close', () => listener()),
    close: () => port.close(),
  }
}
