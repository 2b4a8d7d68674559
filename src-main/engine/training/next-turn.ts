/** Lets timers, ports and signals have their turn between two pieces of synchronous work. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
