/** Just enough of the WebAssembly binary format (core 2.0, §5) to write a vector loop by hand and read it like its text form. */

/** Bytes of one instruction with its operands before it. */
export type Code = readonly number[]

type ValueType = 'i32' | 'f32' | 'v128'

const typeByte: Readonly<Record<ValueType, number>> = { i32: 0x7f, f32: 0x7d, v128: 0x7b }

/** A local variable or parameter of the function being written. */
export interface Local {
  readonly index: number
}

const unsigned = (value: number): number[] => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)])

const signed = (value: number): number[] =>
  value >= -0x40 && value < 0x40 ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)]

const plain =
  (...bytes: number[]) =>
  (...operands: Code[]): Code => [...operands.flat(), ...bytes]

/** A vector instruction: prefix, then its number in LEB128. */
const vector = (number: number) => plain(0xfd, ...unsigned(number))

/** Alignment exponent and offset, in bytes. */
const place = (align: number, offset: number): number[] => [align, ...unsigned(offset)]

export const get = ({ index }: Local): Code => [0x20, ...unsigned(index)]
export const set = ({ index }: Local, value: Code): Code => [...value, 0x21, ...unsigned(index)]

export const i32 = {
  const: (value: number): Code => [0x41, ...signed(value)],
  add: plain(0x6a),
  sub: plain(0x6b),
  load: (address: Code, offset = 0): Code => [...address, 0x28, ...place(2, offset)],
  store: (address: Code, value: Code, offset = 0): Code => [...address, ...value, 0x36, ...place(2, offset)],
}

export const f32 = {
  const: (value: number): Code => [0x43, ...new Uint8Array(Float32Array.of(value).buffer)],
  add: plain(0x92),
  load: (address: Code, offset = 0): Code => [...address, 0x2a, ...place(2, offset)],
  store: (address: Code, value: Code, offset = 0): Code => [...address, ...value, 0x38, ...place(2, offset)],
}

export const v128 = {
  load: (address: Code, offset = 0): Code => [...address, 0xfd, 0x00, ...place(2, offset)],
  store: (address: Code, value: Code, offset = 0): Code => [...address, ...value, 0xfd, 0x0b, ...place(2, offset)],
  /** Four copies of one float. */
  load32Splat: (address: Code, offset = 0): Code => [...address, 0xfd, 0x09, ...place(2, offset)],
  or: vector(0x50),
  /** 1 when any bit is set. */
  anyTrue: vector(0x53),
  /** Two floats into the lower half, zeros above. */
  load64Zero: (address: Code): Code => [...address, 0xfd, ...unsigned(0x5d), ...place(2, 0)],
  /** Four bytes from the first lane. */
  store32: (address: Code, value: Code): Code => [...address, ...value, 0xfd, ...unsigned(0x5a), ...place(0, 0), 0],
  /** Two floats into the upper half of `vector`. */
  load64Upper: (address: Code, vector: Code): Code => [...address, ...vector, 0xfd, ...unsigned(0x57), ...place(2, 0), 1],
}

export const f32x4 = {
  zero: [0xfd, 0x0c, ...new Array<number>(16).fill(0)] as Code,
  splat: vector(0x13),
  add: vector(0xe4),
  sub: vector(0xe5),
  mul: vector(0xe6),
  div: vector(0xe7),
  max: vector(0xe9),
  /** All bits of a lane where a ≤ b. */
  atMost: vector(0x45),
  lane: (value: Code, lane: number): Code => [...value, 0xfd, 0x1f, lane],
  /** Picks four of the eight floats of `a` and `b`. */
  pick: (a: Code, b: Code, lanes: readonly [number, number, number, number]): Code => [
    ...a,
    ...b,
    0xfd,
    0x0d,
    ...lanes.flatMap((lane) => [4 * lane, 4 * lane + 1, 4 * lane + 2, 4 * lane + 3]),
  ],
  /** Sum of the four floats, as one. */
  total: (value: Local): Code =>
    f32.add(f32.add(f32x4.lane(get(value), 0), f32x4.lane(get(value), 1)), f32.add(f32x4.lane(get(value), 2), f32x4.lane(get(value), 3))),
}

/** Whole numbers in vectors: eight bytes become eight 16-bit lanes, half of which become four 32-bit lanes. */
export const whole = {
  /** Eight bytes as 16-bit lanes, without sign. */
  widenBytes: vector(0x89),
  /** The first and the last four 16-bit lanes as 32-bit ones, without sign. */
  firstFour: vector(0xa9),
  lastFour: vector(0xaa),
  toFloats: vector(0xfa),
  /** Four floats, rounded with halves to even, as bytes in the first lane; what is outside 0 to 255 is cut off. */
  roundToBytes(floats: Code): Code {
    const rounded = vector(0xf8)(vector(0x6a)(floats))
    const halves = vector(0x85)(rounded, rounded)
    return vector(0x66)(halves, halves)
  },
}

/** `if (condition) { body }` */
export const when = (condition: Code, body: readonly Code[]): Code => [...condition, 0x04, 0x40, ...body.flat(), 0x0b]

/** `while (at < end) { body; at += step }`, compared without sign. */
export function loop(at: Local, end: Local, { step, body }: { readonly step: number; readonly body: readonly Code[] }): Code {
  const leave: Code = [...get(at), ...get(end), 0x4f, 0x0d, 1]
  const again: Code = [...set(at, i32.add(get(at), i32.const(step))), 0x0c, 0]
  return [0x02, 0x40, 0x03, 0x40, ...leave, ...body.flat(), ...again, 0x0b, 0x0b]
}

/** Hands out the parameters, all i32, and the locals of one function. */
export class FunctionWriter {
  private readonly locals: ValueType[] = []

  /** In their order. */
  readonly parameters: readonly Local[]

  constructor(parameters: number) {
    this.parameters = Array.from({ length: parameters }, (_, index) => ({ index }))
  }

  local(type: ValueType): Local {
    this.locals.push(type)
    return { index: this.parameters.length + this.locals.length - 1 }
  }

  /** A module that imports its memory as `env.memory` and exports this function as `run`. */
  assemble(body: readonly Code[]): WebAssembly.Module {
    const section = (id: number, ...content: number[]): number[] => [id, ...unsigned(content.length), ...content]
    const text = (name: string): number[] => [name.length, ...new TextEncoder().encode(name)]
    const code = [...unsigned(this.locals.length), ...this.locals.flatMap((type) => [1, typeByte[type]]), ...body.flat(), 0x0b]
    return new WebAssembly.Module(
      Uint8Array.from([
        ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
        ...section(1, 1, 0x60, this.parameters.length, ...this.parameters.map(() => typeByte.i32), 0),
        ...section(2, 1, ...text('env'), ...text('memory'), 0x02, SHARED, 1, ...unsigned(MOST_PAGES)),
        ...section(3, 1, 0),
        ...section(7, 1, ...text('run'), 0x00, 0),
        ...section(10, 1, ...unsigned(code.length), ...code),
      ]),
    )
  }
}

/** Limits flag of a memory that threads share; such a memory must state its largest size. */
const SHARED = 0x03
export const PAGE_BYTES = 65_536
/** 2 GiB: addresses stay positive as signed numbers. */
const MOST_PAGES = 32_768

/** Memory of at least so many bytes, for one module. Throws RangeError beyond 2 GiB. */
export function vectorMemory(bytes: number): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: Math.max(1, Math.ceil(bytes / PAGE_BYTES)), maximum: MOST_PAGES, shared: true })
}

/** The kernel over a memory: numbers in, results in memory. */
export function openKernel(module: WebAssembly.Module, memory: WebAssembly.Memory): (...parameters: readonly number[]) => void {
  return new WebAssembly.Instance(module, { env: { memory } }).exports.run as (...parameters: readonly number[]) => void
}
