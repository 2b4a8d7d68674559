/** Runs something with the next animation frame, or soon anyway when the window is hidden and has none. */

export type FrameSchedule = (run: () => void) => void

const hiddenWindowMs = 250

export const scheduleFrame: FrameSchedule = (run) => {
  const once = (): void => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
    run()
  }
  const frame = requestAnimationFrame(once)
  const timer = setTimeout(once, hiddenWindowMs)
}
