/** Σⱼ pᵢⱼ (1+d²ᵢⱼ)⁻¹ (yᵢ−yⱼ) over the neighbours of a range of points, four neighbours at a time. */
import { type Code, FunctionWriter, f32, f32x4, get, i32, loop, set, v128 } from './assemble'

const FLOAT = 4
/** Bytes of one position: x and y. */
const POSITION = 2 * FLOAT

/**
 * run(from, to, rows, columns, values, positions, forces), all byte addresses; positions and forces are [N,2] float32.
 * `from` and `to` lie in `rows`, int32 [N+1] with the byte offset of each point's neighbours in `columns` and `values`.
 * A row is padded to whole fours with the point itself at value 0. Columns hold byte offsets into positions.
 */
export function attractionModule(): WebAssembly.Module {
  const f = new FunctionWriter(7)
  const [row, lastRow, rows, columns, values, positions, forces] = f.parameters
  const at = f.local('i32')
  const end = f.local('i32')
  const own = f.local('i32')
  const x = f.local('v128')
  const y = f.local('v128')
  const first = f.local('v128')
  const second = f.local('v128')
  const dx = f.local('v128')
  const dy = f.local('v128')
  const weight = f.local('v128')
  const forceX = f.local('v128')
  const forceY = f.local('v128')

  const neighbour = (lane: number): Code => i32.add(get(positions), i32.load(i32.add(get(columns), get(at)), lane * FLOAT))
  const square = (value: typeof dx): Code => f32x4.mul(get(value), get(value))
  const fourNeighbours = [
    set(first, v128.load64Upper(neighbour(1), v128.load64Zero(neighbour(0)))),
    set(second, v128.load64Upper(neighbour(3), v128.load64Zero(neighbour(2)))),
    set(dx, f32x4.sub(get(x), f32x4.pick(get(first), get(second), [0, 2, 4, 6]))),
    set(dy, f32x4.sub(get(y), f32x4.pick(get(first), get(second), [1, 3, 5, 7]))),
    set(
      weight,
      f32x4.div(v128.load(i32.add(get(values), get(at))), f32x4.add(f32x4.splat(f32.const(1)), f32x4.add(square(dx), square(dy)))),
    ),
    set(forceX, f32x4.add(get(forceX), f32x4.mul(get(weight), get(dx)))),
    set(forceY, f32x4.add(get(forceY), f32x4.mul(get(weight), get(dy)))),
  ]
  return f.assemble([
    // A row offset takes 4 bytes, a position 8.
    set(own, i32.sub(get(row), get(rows))),
    set(own, i32.add(get(own), get(own))),
    loop(row, lastRow, {
      step: FLOAT,
      body: [
        set(x, v128.load32Splat(i32.add(get(positions), get(own)))),
        set(y, v128.load32Splat(i32.add(get(positions), get(own)), FLOAT)),
        set(forceX, f32x4.zero),
        set(forceY, f32x4.zero),
        set(at, i32.load(get(row))),
        set(end, i32.load(get(row), FLOAT)),
        loop(at, end, { step: 4 * FLOAT, body: fourNeighbours }),
        f32.store(i32.add(get(forces), get(own)), f32x4.total(forceX)),
        f32.store(i32.add(get(forces), get(own)), f32x4.total(forceY), FLOAT),
        set(own, i32.add(get(own), i32.const(POSITION))),
      ],
    }),
  ])
}
