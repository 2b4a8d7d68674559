/** The exact optimal coupling of two batches whose rows weigh alike. */

/**
 * γ [n,m] row-major that minimises Σ γᵢⱼ·costᵢⱼ over γ ≥ 0 with row sums 1/n and column sums 1/m; for n = m a permutation
 * matrix over n, the linear assignment. `cost` [n,m] row-major, of any sign.
 *
 * Masses are counted in units of 1/lcm(n,m) and moved along shortest augmenting paths with dual prices (Jonker & Volgenant
 * 1987, carried over from assignments to supplies), so the result is exact up to the rounding of the costs: O(n²·m) for n = m.
 * @throws where a cost is not finite.
 */
export function uniformCoupling(cost: ArrayLike<number>, n: number, m: number): Float32Array {
  for (let i = 0; i < n * m; i++) if (!Number.isFinite(cost[i])) throw new Error('a transport cost is not finite')
  const units = (n * m) / greatestCommonDivisor(n, m)
  const supply = new Int32Array(n).fill(units / n)
  const demand = new Int32Array(m).fill(units / m)
  const flow = new Int32Array(n * m)
  const search = createPathSearch(cost, flow, demand)
  for (let row = 0; row < n; row++) {
    while (supply[row] > 0) {
      const path = search(row)
      const moved = path.reduce((most, { cell, sign }) => (sign < 0 ? Math.min(most, flow[cell]) : most), supply[row])
      const column = path[0].cell % m
      const amount = Math.min(moved, demand[column])
      for (const { cell, sign } of path) flow[cell] += sign * amount
      supply[row] -= amount
      demand[column] -= amount
    }
  }
  return Float32Array.from(flow, (amount) => amount / units)
}

/** A cell of γ and whether the path adds mass to it or takes some away. */
interface PathCell {
  readonly cell: number
  readonly sign: 1 | -1
}

/**
 * Finds, for a row with supply left, the cheapest way to a column with demand left (Dijkstra over costs less the prices of row
 * and column, which stay non-negative and are zero where mass flows), and renews the prices. The path begins at that column.
 */
function createPathSearch(cost: ArrayLike<number>, flow: Int32Array, demand: Int32Array): (start: number) => PathCell[] {
  const m = demand.length
  const n = flow.length / m
  const rowPrice = Float64Array.from({ length: n }, (_, row) => smallestOfRow(cost, row, m))
  const columnPrice = new Float64Array(m)
  const rowDistance = new Float64Array(n)
  const columnDistance = new Float64Array(m)
  /** The column a row was reached through; −1 for the start, −2 for a row not reached. */
  const rowFrom = new Int32Array(n)
  const columnFrom = new Int32Array(m)
  const settled = new Uint8Array(m)

  function reach(row: number, distance: number, from: number): void {
    rowDistance[row] = distance
    rowFrom[row] = from
    for (let column = 0; column < m; column++) {
      if (settled[column]) continue
      const through = distance + cost[row * m + column] - rowPrice[row] - columnPrice[column]
      if (through < columnDistance[column]) {
        columnDistance[column] = through
        columnFrom[column] = row
      }
    }
  }

  function nearestColumn(): number {
    let nearest = -1
    for (let column = 0; column < m; column++) {
      if (!settled[column] && (nearest < 0 || columnDistance[column] < columnDistance[nearest])) nearest = column
    }
    return nearest
  }

  return (start) => {
    columnDistance.fill(Number.POSITIVE_INFINITY)
    rowFrom.fill(-2)
    settled.fill(0)
    reach(start, 0, -1)
    let end = nearestColumn()
    for (; demand[end] === 0; end = nearestColumn()) {
      settled[end] = 1
      for (let row = 0; row < n; row++) {
        if (rowFrom[row] === -2 && flow[row * m + end] > 0) reach(row, columnDistance[end], end)
      }
    }
    const length = columnDistance[end]
    for (let row = 0; row < n; row++) if (rowFrom[row] !== -2) rowPrice[row] += length - rowDistance[row]
    for (let column = 0; column < m; column++) if (settled[column]) columnPrice[column] -= length - columnDistance[column]
    const path: PathCell[] = []
    for (let column = end; column >= 0; ) {
      const row = columnFrom[column]
      path.push({ cell: row * m + column, sign: 1 })
      column = rowFrom[row]
      if (column >= 0) path.push({ cell: row * m + column, sign: -1 })
    }
    return path
  }
}

function smallestOfRow(cost: ArrayLike<number>, row: number, m: number): number {
  let smallest = Number.POSITIVE_INFINITY
  for (let column = 0; column < m; column++) smallest = Math.min(smallest, cost[row * m + column])
  return smallest
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
