/** Repulsion in O(N + M² log M): one convolution of the points' density with the Student-t kernel on a grid. */
import { goodLength } from './fft'
import { GridWork, gridPhase, type PointMemory, pointMemory } from './grid-work'
import { MARGIN, planMemory, type SelfEffect } from './kernel-plan'
import type { Repulsion } from './repulsion'
import { alone, type Crew } from './threads/crew'

/** Grid step in layout units once the layout is wide: forces of a settled map are then good to about 1 %, its KL to 1e-4. */
const STEP = 0.5
/** A narrow layout gets at least this many cells across, so that its small forces keep their relative accuracy. */
const LEAST_CELLS = 24
/** Points closer together than this coincide; a finer step would only magnify rounding. */
const LEAST_EXTENT = 1e-6
/** A very wide layout gets a coarser step rather than more cells. */
const MOST_CELLS = 1000

/** A grid is cut into more bands than there are threads, since points crowd in some. */
const BANDS_PER_THREAD = 3

/**
 * Interpolation on a grid with FFT in the manner of FIt-SNE (Linderman et al. 2019), with two changes that cut its four
 * convolutions to one. The force is −½ ∇φ, φ(y) = Σⱼ (1+|y−yⱼ|²)⁻¹, since ∇(1+d²)⁻¹ = −2 (1+d²)⁻² (y−yⱼ); and Z = Σᵢ (φ(yᵢ) − 1).
 * φ is spread and read with cubic B-splines, whose gradient is smooth; the spline's own blur is divided out in Fourier space,
 * as in smooth particle-mesh Ewald (Essmann et al. 1995). What a point does to itself is not exactly 1 and 0 on a grid; it is
 * measured and taken away.
 */
export class GridRepulsion implements Repulsion {
  private work: GridWork | null = null
  private self: SelfEffect = { mean: 0, ripple: 0, cross: 0 }
  private step = STEP
  private points: PointMemory | null = null

  /** Alone unless stated. */
  constructor(private readonly crew: Crew = alone) {}

  compute(positions: Float64Array, forces: Float64Array): number {
    const { crew } = this
    const { left, bottom, extent } = bounds(positions)
    const count = positions.length / 2
    if (this.points?.count !== count) {
      this.points = pointMemory(count)
      this.work = null
    }
    const work = this.workFor(extent, this.points)
    const bands = crew.threads === 1 ? 1 : BANDS_PER_THREAD * crew.threads
    // The spline of a point at u reaches floor(u)−1 … floor(u)+2.
    work.begin(positions, { originX: left - 1.5 * this.step, originY: bottom - 1.5 * this.step, step: this.step, bands, ...this.self })
    crew.run(work, gridPhase.spread, bands)
    crew.run(work, gridPhase.down, work.plan.columnParts)
    crew.run(work, gridPhase.across, work.plan.frequencyParts)
    crew.run(work, gridPhase.up, work.plan.columnParts)
    crew.run(work, gridPhase.read, work.chunks)
    forces.set(work.forces)
    return work.total()
  }

  /** The kernel's spectrum depends on step and size only, so both move in coarse steps and plans are kept while they fit. */
  private workFor(extent: number, points: PointMemory): GridWork {
    let step = STEP
    if (extent < LEAST_CELLS * STEP) step = STEP * 2 ** Math.floor(Math.log2(Math.max(extent, LEAST_EXTENT) / (LEAST_CELLS * STEP)))
    else if (extent > MOST_CELLS * STEP) step = STEP * 2 ** Math.ceil(Math.log2(extent / (MOST_CELLS * STEP)))
    const needed = 2 * Math.ceil((extent / step + MARGIN) / 2)
    const cells = this.work?.plan.cells ?? 0
    if (this.work && step === this.step && needed <= cells && cells <= 1.5 * needed + 2 * MARGIN) return this.work
    this.step = step
    const plan = planMemory(goodLength(2 * needed + 2 * MARGIN), step)
    this.work = new GridWork({ kind: 'grid', plan, points })
    this.self = this.work.plan.measureSelfEffect()
    return this.work
  }
}

function bounds(positions: Float64Array): { left: number; bottom: number; extent: number } {
  let left = Number.POSITIVE_INFINITY
  let right = Number.NEGATIVE_INFINITY
  let bottom = Number.POSITIVE_INFINITY
  let top = Number.NEGATIVE_INFINITY
  for (let i = 0; i < positions.length; i += 2) {
    left = Math.min(left, positions[i])
    right = Math.max(right, positions[i])
    bottom = Math.min(bottom, positions[i + 1])
    top = Math.max(top, positions[i + 1])
  }
  return { left, bottom, extent: Math.max(right - left, top - bottom) }
}
