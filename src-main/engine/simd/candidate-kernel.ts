/** Which of a strip's columns hold a distance that somebody may want: four rows against four columns at a time. */
import { type Code, FunctionWriter, f32x4, get, i32, loop, set, v128, when } from './assemble'

const FLOAT = 4
const COLUMN = 4 * FLOAT

/**
 * run(at, end, stride, own, limits, list, listEnd), all byte addresses but the stride. `at` to `end` lie in a strip's first row, row r
 * being r·stride further on; `own` holds the four rows' limits and `limits` those of the columns, float32. A column of four with a
 * distance within its row's limit or its column's is appended to `list` as its address; where the list ends is left at `listEnd`.
 */
export function candidateModule(): WebAssembly.Module {
  const f = new FunctionWriter(7)
  const [at, end, stride, own, limits, list, listEnd] = f.parameters
  const row = f.local('i32')
  const column = f.local('v128')

  const within = (r: number): Code => f32x4.atMost(v128.load(get(row)), f32x4.max(v128.load32Splat(get(own), r * FLOAT), get(column)))
  const nextRow = set(row, i32.add(get(row), get(stride)))
  const found = f.local('v128')
  return f.assemble([
    loop(at, end, {
      step: COLUMN,
      body: [
        set(column, v128.load(get(limits))),
        set(limits, i32.add(get(limits), i32.const(COLUMN))),
        set(row, get(at)),
        set(found, within(0)),
        ...[1, 2, 3].flatMap((r) => [nextRow, set(found, v128.or(get(found), within(r)))]),
        when(v128.anyTrue(get(found)), [i32.store(get(list), get(at)), set(list, i32.add(get(list), i32.const(FLOAT)))]),
      ],
    }),
    i32.store(get(listEnd), get(list)),
  ])
}
