/** Squared distances from four rows to a stretch of others, sixteen at a time. */
import { FunctionWriter, f32x4, get, i32, loop, set, v128 } from './assemble'

const FLOAT = 4
/** Bytes of one column of a group: a float of each of its four rows. */
const COLUMN = 4 * FLOAT

/**
 * run(left, leftEnd, right, out, outEnd, stride), all byte addresses. Rows lie in groups of four, interleaved by column. The group
 * at `left` is held against the groups from `right` on; row r of the result goes to out + r·stride … outEnd + r·stride.
 * Differences are squared and summed as they are, so equal rows are at distance exactly zero and nothing cancels.
 */
export function distanceModule(): WebAssembly.Module {
  const f = new FunctionWriter(6)
  const [left, leftEnd, right, out, outEnd, stride] = f.parameters
  const at = f.local('i32')
  const to = f.local('i32')
  const four = f.local('v128')
  const difference = f.local('v128')
  const sums = [0, 1, 2, 3].map(() => f.local('v128'))

  return f.assemble([
    loop(out, outEnd, {
      step: COLUMN,
      body: [
        ...sums.map((sum) => set(sum, f32x4.zero)),
        set(at, get(left)),
        loop(at, leftEnd, {
          step: COLUMN,
          body: [
            set(four, v128.load(get(right))),
            set(right, i32.add(get(right), i32.const(COLUMN))),
            ...sums.flatMap((sum, row) => [
              set(difference, f32x4.sub(v128.load32Splat(get(at), row * FLOAT), get(four))),
              set(sum, f32x4.add(get(sum), f32x4.mul(get(difference), get(difference)))),
            ]),
          ],
        }),
        set(to, get(out)),
        ...sums.flatMap((sum) => [v128.store(get(to), get(sum)), set(to, i32.add(get(to), get(stride)))]),
      ],
    }),
  ])
}
