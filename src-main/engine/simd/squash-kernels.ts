/** Weighted sums of a picture's rows, and of the pixels of one such sum: the two directions of resizing it. */
import { FunctionWriter, f32x4, get, i32, loop, set, v128, whole } from './assemble'

const FLOAT = 4
/** Bytes of one pixel, of bytes and of floats. */
const PIXEL = 3
const FLOAT_PIXEL = 3 * FLOAT

/**
 * run(out, outEnd, source, rowBytes, weights, weightsEnd), all but `rowBytes` addresses. Eight columns at a time, float32 at `out`: the
 * weighted sum of as many rows as there are weights, each of bytes, the first at `source`; on top of what is there when it `adds`.
 * Up to seven columns more are read and written.
 */
export function rowsModule({ adds }: { readonly adds: boolean }): WebAssembly.Module {
  const f = new FunctionWriter(6)
  const [out, outEnd, source, rowBytes, weights, weightsEnd] = f.parameters
  const weight = f.local('i32')
  const from = f.local('i32')
  const factor = f.local('v128')
  const columns = f.local('v128')
  const first = f.local('v128')
  const last = f.local('v128')
  return f.assemble([
    loop(out, outEnd, {
      step: 8 * FLOAT,
      body: [
        set(first, adds ? v128.load(get(out)) : f32x4.zero),
        set(last, adds ? v128.load(get(out), 4 * FLOAT) : f32x4.zero),
        set(from, get(source)),
        set(weight, get(weights)),
        loop(weight, weightsEnd, {
          step: FLOAT,
          body: [
            set(factor, v128.load32Splat(get(weight))),
            set(columns, whole.widenBytes(v128.load64Zero(get(from)))),
            set(first, f32x4.add(get(first), f32x4.mul(get(factor), whole.toFloats(whole.firstFour(get(columns)))))),
            set(last, f32x4.add(get(last), f32x4.mul(get(factor), whole.toFloats(whole.lastFour(get(columns)))))),
            set(from, i32.add(get(from), get(rowBytes))),
          ],
        }),
        v128.store(get(out), get(first)),
        v128.store(get(out), get(last), 4 * FLOAT),
        set(source, i32.add(get(source), i32.const(8))),
      ],
    }),
  ])
}

/**
 * run(out, outEnd, row, spans), all addresses. One pixel of three bytes at a time at `out`: the weighted sum of `taps` neighbouring
 * pixels of `row`, three float32 each. A span holds where its first pixel lies, in bytes from `row`, and then its weights. One byte
 * more is written, four more are read.
 */
export function columnsModule(taps: number): WebAssembly.Module {
  const f = new FunctionWriter(4)
  const [out, outEnd, row, span] = f.parameters
  const weight = f.local('i32')
  const spanEnd = f.local('i32')
  const from = f.local('i32')
  const sum = f.local('v128')
  /** Adds the pixel that lies so many behind the current one. */
  const add = (tap: number) =>
    set(sum, f32x4.add(get(sum), f32x4.mul(v128.load32Splat(get(weight), tap * FLOAT), v128.load(get(from), tap * FLOAT_PIXEL))))
  const advance = (count: number) => [
    set(weight, i32.add(get(weight), i32.const(count * FLOAT))),
    set(from, i32.add(get(from), i32.const(count * FLOAT_PIXEL))),
  ]
  const all = (count: number) => Array.from({ length: count }, (_, tap) => add(tap))
  const together = Math.min(taps, MOST_TOGETHER)
  return f.assemble([
    loop(out, outEnd, {
      step: PIXEL,
      body: [
        set(sum, f32x4.zero),
        set(from, i32.add(get(row), i32.load(get(span)))),
        set(weight, i32.add(get(span), i32.const(FLOAT))),
        ...(taps === together
          ? all(taps)
          : [
              set(spanEnd, i32.add(get(weight), i32.const((taps - (taps % together)) * FLOAT))),
              loop(weight, spanEnd, { step: 0, body: [...all(together), ...advance(together)] }),
              ...all(taps % together),
            ]),
        v128.store32(get(out), whole.roundToBytes(get(sum))),
        set(span, i32.add(get(span), i32.const((1 + taps) * FLOAT))),
      ],
    }),
  ])
}

/** Pixels that are added without asking whether there are more. */
const MOST_TOGETHER = 8
