/** Repulsion in O(N + M² log M): one convolution of the points' density with the Student-t kernel on a grid. */
import { goodLength } from './fft'
import { KernelPlan, MARGIN } from './kernel-plan'
import type { Repulsion } from './repulsion'
import { SplineProbe } from './spline-probe'

/** Grid step in layout units once the layout is wide: forces of a settled map are then good to about 1 %, its KL to 1e-4. */
const STEP = 0.5
/** A narrow layout gets at least this many cells across, so that its small forces keep their relative accuracy. */
const LEAST_CELLS = 24
/** Points closer together than this coincide; a finer step would only magnify rounding. */
const LEAST_EXTENT = 1e-6
/** A very wide layout gets a coarser step rather than more cells. */
const MOST_CELLS = 1000

/**
 * Interpolation on a grid with FFT in the manner of FIt-SNE (Linderman et al. 2019), with two changes that cut its four
 * convolutions to one. The force is −½ ∇φ, φ(y) = Σⱼ (1+|y−yⱼ|²)⁻¹, since ∇(1+d²)⁻¹ = −2 (1+d²)⁻² (y−yⱼ); and Z = Σᵢ (φ(yᵢ) − 1).
 * φ is spread and read with cubic B-splines, whose gradient is smooth; the spline's own blur is divided out in Fourier space,
 * as in smooth particle-mesh Ewald (Essmann et al. 1995). What a point does to itself is not exactly 1 and 0 on a grid; it is
 * measured and taken away.
 */
export class GridRepulsion implements Repulsion {
  private plan: KernelPlan | null = null
  private step = STEP
  private readonly probe = new SplineProbe()

  compute(positions: Float64Array, forces: Float64Array): number {
    const { left, bottom, extent } = bounds(positions)
    const plan = this.planFor(extent)
    const { probe } = this
    const { mean, ripple, cross } = plan.selfEffect()
    const inverseStep = 1 / this.step
    // The spline of a point at u reaches floor(u)−1 … floor(u)+2.
    const originX = left - 1.5 * this.step
    const originY = bottom - 1.5 * this.step
    plan.grid.fill(0)
    for (let i = 0; i < positions.length; i += 2) {
      probe.place((positions[i] - originX) * inverseStep, (positions[i + 1] - originY) * inverseStep)
      probe.spread(plan)
    }
    plan.convolve()
    let z = 0
    for (let i = 0; i < positions.length; i += 2) {
      const u = (positions[i] - originX) * inverseStep
      const v = (positions[i + 1] - originY) * inverseStep
      probe.place(u, v)
      probe.read(plan)
      const cosU = Math.cos(2 * Math.PI * u)
      const cosV = Math.cos(2 * Math.PI * v)
      z += probe.potential - (mean + ripple * (cosU + cosV) + cross * cosU * cosV)
      // A point's pull on itself is half the slope of that effect, the other half being its pull on its own image.
      const selfX = -Math.PI * Math.sin(2 * Math.PI * u) * (ripple + cross * cosV)
      const selfY = -Math.PI * Math.sin(2 * Math.PI * v) * (ripple + cross * cosU)
      forces[i] = -0.5 * inverseStep * (probe.slopeX - selfX)
      forces[i + 1] = -0.5 * inverseStep * (probe.slopeY - selfY)
    }
    return z
  }

  /** The kernel's spectrum depends on step and size only, so both move in coarse steps and plans are kept while they fit. */
  private planFor(extent: number): KernelPlan {
    let step = STEP
    if (extent < LEAST_CELLS * STEP) step = STEP * 2 ** Math.floor(Math.log2(Math.max(extent, LEAST_EXTENT) / (LEAST_CELLS * STEP)))
    else if (extent > MOST_CELLS * STEP) step = STEP * 2 ** Math.ceil(Math.log2(extent / (MOST_CELLS * STEP)))
    const needed = 2 * Math.ceil((extent / step + MARGIN) / 2)
    if (this.plan && step === this.step && needed <= this.plan.cells && this.plan.cells <= 1.5 * needed + 2 * MARGIN) return this.plan
    this.step = step
    this.plan = new KernelPlan(goodLength(2 * needed + 2 * MARGIN), step)
    return this.plan
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
