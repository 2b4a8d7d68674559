/** The repulsion of a fixed map at any place, tabulated once: the reference points never move while others are placed. */

/** Cells along the longer side of the map; forces between them are interpolated. */
const CELLS = 240
/** Room around the map, as a share of its extent, for points that are placed outside. */
const MARGIN = 0.1
const SIDE = CELLS + 1

/** The table on shared memory, so that threads can read it. */
export interface FieldMemory {
  readonly left: number
  readonly bottom: number
  readonly inverseStep: number
  /** [side, side, 2] force, float32. */
  readonly forces: SharedArrayBuffer
}

/** positions [M,2]. */
export function tabulateRepulsion(positions: ArrayLike<number>): FieldMemory {
  let [left, right, bottom, top] = [positions[0], positions[0], positions[1], positions[1]]
  for (let at = 0; at < positions.length; at += 2) {
    left = Math.min(left, positions[at])
    right = Math.max(right, positions[at])
    bottom = Math.min(bottom, positions[at + 1])
    top = Math.max(top, positions[at + 1])
  }
  const extent = Math.max(right - left, top - bottom, 1e-6)
  const step = (extent * (1 + 2 * MARGIN)) / CELLS
  const fieldLeft = (left + right - extent * (1 + 2 * MARGIN)) / 2
  const fieldBottom = (bottom + top - extent * (1 + 2 * MARGIN)) / 2
  const forces = new Float32Array(new SharedArrayBuffer(SIDE * SIDE * 2 * Float32Array.BYTES_PER_ELEMENT))
  for (let row = 0, at = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++, at += 2) {
      const [x, y] = exactForce(positions, fieldLeft + column * step, fieldBottom + row * step)
      forces[at] = x
      forces[at + 1] = y
    }
  }
  return { left: fieldLeft, bottom: fieldBottom, inverseStep: 1 / step, forces: forces.buffer }
}

export class RepulsionField {
  private readonly left: number
  private readonly bottom: number
  private readonly inverseStep: number
  private readonly forces: Float32Array

  constructor({ left, bottom, inverseStep, forces }: FieldMemory) {
    this.left = left
    this.bottom = bottom
    this.inverseStep = inverseStep
    this.forces = new Float32Array(forces)
  }

  /** Writes Σⱼ w²(y−yⱼ) / Σⱼ w, w = 1/(1+|y−yⱼ|²), at (x,y) to `into`; outside the table its edge goes on. */
  read(x: number, y: number, into: Float64Array): void {
    const last = SIDE - 1.000001
    const u = Math.min(last, Math.max(0, (x - this.left) * this.inverseStep))
    const v = Math.min(last, Math.max(0, (y - this.bottom) * this.inverseStep))
    const column = Math.floor(u)
    const row = Math.floor(v)
    const du = u - column
    const dv = v - row
    const at = (row * SIDE + column) * 2
    const up = at + SIDE * 2
    const { forces } = this
    into[0] = (1 - dv) * ((1 - du) * forces[at] + du * forces[at + 2]) + dv * ((1 - du) * forces[up] + du * forces[up + 2])
    into[1] = (1 - dv) * ((1 - du) * forces[at + 1] + du * forces[at + 3]) + dv * ((1 - du) * forces[up + 1] + du * forces[up + 3])
  }
}

/** Σⱼ w²(y−yⱼ) / Σⱼ w at (x,y), point by point. */
export function exactForce(positions: ArrayLike<number>, x: number, y: number): readonly [number, number] {
  let [sum, forceX, forceY] = [0, 0, 0]
  for (let at = 0; at < positions.length; at += 2) {
    const dx = x - positions[at]
    const dy = y - positions[at + 1]
    const w = 1 / (1 + dx * dx + dy * dy)
    sum += w
    forceX += w * w * dx
    forceY += w * w * dy
  }
  return [forceX / sum, forceY / sum]
}
