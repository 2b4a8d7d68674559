/** The least a transport must offer; MessagePort, MessagePortMain, parentPort and an in-memory pair all fit it. */

export interface Port {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  onClose(listener: () => void): void
  close(): void
}

/** Two connected in-memory ports that clone and deliver like real ones: asynchronously and in order. */
export function createPortPair(): readonly [Port, Port] {
  const sides = [makeSide(), makeSide()] as const
  let closed = false
  function makeSide() {
    return { messages: [] as ((message: unknown) => void)[], closers: [] as (() => void)[] }
  }
  function port(own: ReturnType<typeof makeSide>, other: ReturnType<typeof makeSide>): Port {
    return {
      post(message) {
        if (closed) return
        const copy = structuredClone(message)
        queueMicrotask(() => {
          if (!closed) for (const listener of other.messages) listener(copy)
        })
      },
      onMessage: (listener) => void own.messages.push(listener),
      onClose: (listener) => void own.closers.push(listener),
      close() {
        if (closed) return
        closed = true
        for (const listener of [...own.closers, ...other.closers]) listener()
      },
    }
  }
  return [port(sides[0], sides[1]), port(sides[1], sides[0])]
}
