/** One evaluation of the repulsion as phases that threads share: spread the points onto the grid, convolve, read the grid back. */
import { KernelPlan, type PlanMemory, type SelfEffect } from './kernel-plan'
import { SplineProbe } from './spline-probe'
import type { SharedWork } from './threads/shared-work'

/** Points read as one part; Z is summed in this order whoever reads them. */
const CHUNK = 512

/** All float64: [N,2] positions and forces, what each chunk adds to Z, and the numbers of the current evaluation. */
export interface PointMemory {
  readonly count: number
  readonly positions: SharedArrayBuffer
  readonly forces: SharedArrayBuffer
  readonly sums: SharedArrayBuffer
  readonly settings: SharedArrayBuffer
}

export function pointMemory(count: number): PointMemory {
  const shared = (length: number): SharedArrayBuffer => new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT)
  return {
    count,
    positions: shared(2 * count),
    forces: shared(2 * count),
    sums: shared(Math.ceil(count / CHUNK)),
    settings: shared(Object.keys(place).length),
  }
}

export interface GridMemory {
  readonly kind: 'grid'
  readonly plan: PlanMemory
  readonly points: PointMemory
}

/** Where the grid lies and how it is shared out, and what a point does to itself on it. */
export interface GridSettings extends SelfEffect {
  readonly originX: number
  readonly originY: number
  readonly step: number
  /** Parts of the spreading; every one goes through all points and takes what falls into its rows. */
  readonly bands: number
}

/** Their places in `settings`. */
const place: Readonly<Record<keyof GridSettings, number>> = { originX: 0, originY: 1, step: 2, bands: 3, mean: 4, ripple: 5, cross: 6 }

/** The phases, in the order in which they must be run. */
export const gridPhase = { spread: 0, down: 1, across: 2, up: 3, read: 4 } as const

export class GridWork implements SharedWork {
  readonly phases = [
    (band: number): void => this.spread(band),
    (part: number): void => this.plan.down(part),
    (part: number): void => this.plan.across(part),
    (part: number): void => this.plan.up(part),
    (chunk: number): void => this.read(chunk),
  ]
  readonly plan: KernelPlan
  readonly chunks: number
  /** [N,2]. */
  readonly forces: Float64Array
  private readonly positions: Float64Array
  private readonly sums: Float64Array
  private readonly settings: Float64Array
  private readonly probe = new SplineProbe()
  private readonly turn = new Turn()

  constructor(readonly memory: GridMemory) {
    const { points } = memory
    this.plan = new KernelPlan(memory.plan)
    this.chunks = Math.ceil(points.count / CHUNK)
    this.positions = new Float64Array(points.positions)
    this.forces = new Float64Array(points.forces)
    this.sums = new Float64Array(points.sums)
    this.settings = new Float64Array(points.settings)
  }

  begin(positions: Float64Array, settings: GridSettings): void {
    this.positions.set(positions)
    for (const key of Object.keys(place) as (keyof GridSettings)[]) this.settings[place[key]] = settings[key]
  }

  /** Z, once all is read. */
  total(): number {
    let z = 0
    for (const sum of this.sums) z += sum
    return z
  }

  /** A cell receives its points in their order, however many bands there are. */
  private spread(band: number): void {
    const { plan, probe, positions, settings } = this
    const { cells, grid } = plan
    const bands = settings[place.bands]
    const rows = { from: Math.floor((band * cells) / bands), to: Math.floor(((band + 1) * cells) / bands) }
    const originX = settings[place.originX]
    const originY = settings[place.originY]
    const inverseStep = 1 / settings[place.step]
    grid.fill(0, rows.from * cells, rows.to * cells)
    for (let i = 0; i < positions.length; i += 2) {
      const v = (positions[i + 1] - originY) * inverseStep
      // It reaches the rows floor(v)−1 to floor(v)+2.
      if (v < rows.from - 2 || v >= rows.to + 1) continue
      probe.place((positions[i] - originX) * inverseStep, v)
      probe.spread(plan, rows)
    }
  }

  private read(chunk: number): void {
    const { plan, probe, positions, forces, settings, turn } = this
    const originX = settings[place.originX]
    const originY = settings[place.originY]
    const mean = settings[place.mean]
    const ripple = settings[place.ripple]
    const cross = settings[place.cross]
    const inverseStep = 1 / settings[place.step]
    let z = 0
    const end = Math.min(positions.length, 2 * (chunk + 1) * CHUNK)
    for (let i = 2 * chunk * CHUNK; i < end; i += 2) {
      const u = (positions[i] - originX) * inverseStep
      const v = (positions[i + 1] - originY) * inverseStep
      probe.place(u, v)
      probe.read(plan)
      turn.set(u)
      const cosU = turn.cos
      const sinU = turn.sin
      turn.set(v)
      const cosV = turn.cos
      const sinV = turn.sin
      z += probe.potential - (mean + ripple * (cosU + cosV) + cross * cosU * cosV)
      // A point's pull on itself is half the slope of that effect, the other half being its pull on its own image.
      const selfX = -Math.PI * sinU * (ripple + cross * cosV)
      const selfY = -Math.PI * sinV * (ripple + cross * cosU)
      forces[i] = -0.5 * inverseStep * (probe.slopeX - selfX)
      forces[i + 1] = -0.5 * inverseStep * (probe.slopeY - selfY)
    }
    this.sums[chunk] = z
  }
}

/** cos 2πt and sin 2πt to 1e-5, which is plenty for a correction that is small itself, in a tenth of the time of the exact ones. */
class Turn {
  cos = 1
  sin = 0

  set(t: number): void {
    // Taylor series of half the angle, which lies within ±π/2; then the angle is doubled.
    const a = Math.PI * (t - Math.floor(t) - 0.5)
    const square = a * a
    const sine = a * (1 - (square / 6) * (1 - (square / 20) * (1 - (square / 42) * (1 - square / 72))))
    const cosine = 1 - (square / 2) * (1 - (square / 12) * (1 - (square / 30) * (1 - (square / 56) * (1 - square / 90))))
    // Half a turn was taken off above: both signs change.
    this.cos = 2 * sine * sine - 1
    this.sin = -2 * sine * cosine
  }
}
