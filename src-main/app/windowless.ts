/** What becomes of a training when its window closes: it goes on without one, or stops at its checkpoint, as the person says. */

/** `go-on`: train without a window; `stop`: keep a checkpoint and quit; `stay`: leave the window open. */
export type ClosingAnswer = 'go-on' | 'stop' | 'stay'

export interface WindowlessOptions {
  /** Whether a run trains by itself. */
  readonly busy: () => boolean
  readonly ask: () => Promise<ClosingAnswer>
  /** Closes the window without asking again. */
  readonly closeWindow: () => void
  readonly quit: () => void
  readonly hasWindow: () => boolean
  readonly pollMs?: number
}

export interface Windowless {
  /** To be called as a window is about to close; true keeps it open, at least until the person has answered. */
  holdsClosing(): boolean
  /** To be called when no window is left. */
  allClosed(): void
  /** Quitting has begun: nothing is asked any more. */
  quitting(): void
}

export function createWindowless({ busy, ask, closeWindow, quit, hasWindow, pollMs = 2_000 }: WindowlessOptions): Windowless {
  let asking = false
  let ending = false

  async function decide(): Promise<void> {
    const answer = await ask()
    asking = false
    if (answer === 'go-on') closeWindow()
    else if (answer === 'stop') quit()
  }

  /** A window that is opened meanwhile ends the wait. */
  function waitForIdle(): void {
    setTimeout(() => {
      if (ending || hasWindow()) return
      if (busy()) waitForIdle()
      else quit()
    }, pollMs)
  }

  return {
    holdsClosing() {
      if (ending || !busy()) return false
      if (!asking) {
        asking = true
        void decide()
      }
      return true
    },
    allClosed() {
      if (busy() && !ending) waitForIdle()
      else quit()
    },
    quitting() {
      ending = true
    },
  }
}
