/** Pause, resume and cancel of the active run, looked at between steps; the schedules of the trial that it trains, and its maps. */
import type { ScheduleBook } from './schedule-book'

/** What can stand still while training goes on. */
export interface Holdable {
  hold(): void
  release(): void
}

export class TrainingControl {
  /** Of the trial in training; null between trials. */
  schedules: { readonly trialId: string; readonly book: ScheduleBook } | null = null
  private readonly maps = new Set<Holdable>()
  private held = false
  private wake: (() => void) | null = null
  private paused = false
  private cancelled = false
  private readonly cancelListeners = new Set<() => void>()

  get isPaused(): boolean {
    return this.paused
  }
  get isCancelled(): boolean {
    return this.cancelled
  }
  get areMapsHeld(): boolean {
    return this.held
  }
  /** True when the loop should stop between two steps and look closer. */
  get wantsAttention(): boolean {
    return this.paused || this.cancelled
  }

  pause(): void {
    this.paused = true
  }
  resume(): void {
    this.paused = false
    this.wake?.()
  }
  cancel(): void {
    this.cancelled = true
    this.wake?.()
    for (const listener of this.cancelListeners) listener()
  }

  addMap(map: Holdable): void {
    this.maps.add(map)
    if (this.held) map.hold()
  }
  holdMaps(): void {
    this.held = true
    for (const map of this.maps) map.hold()
  }
  releaseMaps(): void {
    this.held = false
    for (const map of this.maps) map.release()
  }

  /** Calls `listener` on cancel, at once if it has happened; returns the unsubscribe function. */
  onCancel(listener: () => void): () => void {
    if (this.cancelled) listener()
    this.cancelListeners.add(listener)
    return () => this.cancelListeners.delete(listener)
  }

  /** Resolves once training is not paused, or is cancelled. */
  async whileRunning(): Promise<void> {
    while (this.paused && !this.cancelled) {
      await new Promise<void>((resolve) => {
        this.wake = resolve
      })
      this.wake = null
    }
  }
}
