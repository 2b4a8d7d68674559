/** How points meet the repulsion grid: cubic B-splines over the 4×4 cells around each. */

/** [cells, cells] values, row-major. */
export interface SquareField {
  readonly grid: Float64Array
  readonly cells: number
}

/** Spreads a point onto the 4×4 cells around it, and reads potential and slope back from them. */
export class SplineProbe {
  potential = 0
  /** Slopes per cell. */
  slopeX = 0
  slopeY = 0
  private column = 0
  private row = 0
  private readonly wx = new Float64Array(4)
  private readonly wy = new Float64Array(4)
  private readonly dx = new Float64Array(4)
  private readonly dy = new Float64Array(4)

  /** `u` across and `v` up, in cells. */
  place(u: number, v: number): void {
    this.column = Math.floor(u)
    this.row = Math.floor(v)
    spline(u - this.column, this.wx, this.dx)
    spline(v - this.row, this.wy, this.dy)
  }

  /** Adds the point's weight to the rows `from` to `to`−1 of the field, as far as it reaches them. */
  spread({ grid, cells }: SquareField, { from, to }: { readonly from: number; readonly to: number }): void {
    const { wx, wy } = this
    const lowest = this.row - 1
    const end = Math.min(4, to - lowest)
    const start = Math.max(0, from - lowest)
    let at = (lowest + start) * cells + this.column - 1
    for (let r = start; r < end; r++, at += cells) {
      const weight = wy[r]
      grid[at] += weight * wx[0]
      grid[at + 1] += weight * wx[1]
      grid[at + 2] += weight * wx[2]
      grid[at + 3] += weight * wx[3]
    }
  }

  read({ grid, cells }: SquareField): void {
    const { wx, wy, dx, dy } = this
    let potential = 0
    let slopeX = 0
    let slopeY = 0
    let at = (this.row - 1) * cells + this.column - 1
    for (let r = 0; r < 4; r++, at += cells) {
      const g0 = grid[at]
      const g1 = grid[at + 1]
      const g2 = grid[at + 2]
      const g3 = grid[at + 3]
      const across = wx[0] * g0 + wx[1] * g1 + wx[2] * g2 + wx[3] * g3
      potential += wy[r] * across
      slopeY += dy[r] * across
      slopeX += wy[r] * (dx[0] * g0 + dx[1] * g1 + dx[2] * g2 + dx[3] * g3)
    }
    this.potential = potential
    this.slopeX = slopeX
    this.slopeY = slopeY
  }
}

/** Cubic B-spline weights of the four cells around fraction t, and their slopes. */
function spline(t: number, weights: Float64Array, slopes: Float64Array): void {
  const s = 1 - t
  weights[0] = (s * s * s) / 6
  weights[1] = 2 / 3 - t * t * (1 - 0.5 * t)
  weights[2] = 2 / 3 - s * s * (1 - 0.5 * s)
  weights[3] = (t * t * t) / 6
  slopes[0] = -0.5 * s * s
  slopes[1] = t * (1.5 * t - 2)
  slopes[2] = s * (2 - 1.5 * s)
  slopes[3] = 0.5 * t * t
}
