/** Moves points from one frame to the next at the rate at which frames arrive. */

const SHORTEST_MS = 60
const LONGEST_MS = 400

/** Positions between two frames. `current` is written in place: one array for the whole life of a map. */
export class MapTween {
  current: Float32Array = new Float32Array(0)
  #from: Float32Array = new Float32Array(0)
  #to: Float32Array = new Float32Array(0)
  #start = 0
  #durationMs = 0
  #lastArrival = Number.NEGATIVE_INFINITY
  #intervalMs = SHORTEST_MS

  /** A new frame arrived at `nowMs`. `jump` replaces the picture at once, as do the first frame and one of another length. */
  aim(to: Float32Array, nowMs: number, { jump }: { readonly jump: boolean }): void {
    const since = nowMs - this.#lastArrival
    this.#lastArrival = nowMs
    if (since < 2_000) this.#intervalMs += (since - this.#intervalMs) * 0.3
    if (jump || to.length !== this.current.length) {
      this.current = to.slice()
      this.#from = this.current.slice()
      this.#durationMs = 0
    } else {
      this.#from.set(this.current)
      this.#durationMs = Math.max(SHORTEST_MS, Math.min(LONGEST_MS, this.#intervalMs))
    }
    this.#to = to
    this.#start = nowMs
  }

  /** Brings `current` to `nowMs`; returns the share of the way gone, 1 when there. */
  advance(nowMs: number): number {
    const t = this.#durationMs === 0 ? 1 : Math.max(0, Math.min(1, (nowMs - this.#start) / this.#durationMs))
    const { current } = this
    for (let i = 0; i < current.length; i++) {
      const from = this.#from[i] as number
      current[i] = from + ((this.#to[i] as number) - from) * t
    }
    return t
  }
}
