/** A gate that can be shut: what waits at it goes on when it is opened again, or when nobody wants its work any more. */
export class Hold {
  private waiting: (() => void)[] = []
  private shut = false

  hold(): void {
    this.shut = true
  }

  release(): void {
    this.shut = false
    for (const goOn of this.waiting.splice(0)) goOn()
  }

  /** Resolves once the gate is open, or `signal` aborts. */
  async passed(signal: AbortSignal): Promise<void> {
    while (this.shut && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve)
        signal.addEventListener('abort', () => resolve(), { once: true })
      })
    }
  }
}
