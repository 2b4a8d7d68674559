/**
 * Reads Python pickles of plain data (protocol 2, as PyTorch writes them) without running anything: numbers, texts, tuples, lists,
 * dictionaries, and of all classes only those that the caller names.
 */

/** Opcodes by their byte: what each does to the machine `m`. */
const opcodes = {
  '(': (m) => m.push(mark),
  ')': (m) => m.push([]),
  ']': (m) => m.push([]),
  '}': (m) => m.push(new Map()),
  N: (m) => m.push(null),
  '\x88': (m) => m.push(true),
  '\x89': (m) => m.push(false),
  K: (m) => m.push(m.bytes(1).readUInt8()),
  M: (m) => m.push(m.bytes(2).readUInt16LE()),
  J: (m) => m.push(m.bytes(4).readInt32LE()),
  '\x8a': (m) => m.push(wholeNumber(m.bytes(m.bytes(1).readUInt8()))),
  X: (m) => m.push(m.bytes(m.bytes(4).readUInt32LE()).toString('utf8')),
  c: (m) => m.push(m.global(`${m.line()}.${m.line()}`)),
  Q: (m) => m.push(m.persistent(m.pop())),
  R: (m) => {
    const given = m.pop()
    m.push(m.pop()(...given))
  },
  // State of an object, such as a dictionary's attributes: nothing that is read here needs it.
  b: (m) => void m.pop(),
  t: (m) => m.push(m.popToMark()),
  '\x85': (m) => m.push([m.pop()]),
  '\x86': (m) => m.push(m.popMany(2)),
  '\x87': (m) => m.push(m.popMany(3)),
  a: (m) => {
    const value = m.pop()
    m.top().push(value)
  },
  e: (m) => {
    const values = m.popToMark()
    m.top().push(...values)
  },
  s: (m) => {
    const [key, value] = m.popMany(2)
    m.top().set(key, value)
  },
  u: (m) => {
    const values = m.popToMark()
    for (let at = 0; at < values.length; at += 2) m.top().set(values[at], values[at + 1])
  },
  q: (m) => m.remember(m.bytes(1).readUInt8()),
  r: (m) => m.remember(m.bytes(4).readUInt32LE()),
  h: (m) => m.push(m.recall(m.bytes(1).readUInt8())),
  j: (m) => m.push(m.recall(m.bytes(4).readUInt32LE())),
}

const mark = Symbol('mark')
const protocol = 0x80
const stop = 0x2e

/**
 * The pickle that begins at `offset` of `buffer`, and where it ends: `{value, end}`. `globals` gives a function for each class or function
 * the pickle may name, such as `collections.OrderedDict`; `persistent` makes a value of a persistent id.
 * Throws an Error on anything else, and where the bytes end too early.
 */
export function readPickle(buffer, { offset = 0, globals = {}, persistent = refusePersistent } = {}) {
  const stack = []
  const memo = new Map()
  let at = offset
  const machine = {
    persistent,
    push: (value) => void stack.push(value),
    pop() {
      if (stack.length === 0) throw new Error('the pickle takes more than it has put down')
      return stack.pop()
    },
    top: () => stack[stack.length - 1],
    popMany: (count) => stack.splice(stack.length - count, count),
    popToMark() {
      const from = stack.lastIndexOf(mark)
      if (from < 0) throw new Error('the pickle has no mark')
      return stack.splice(from).slice(1)
    },
    remember: (key) => void memo.set(key, stack[stack.length - 1]),
    recall(key) {
      if (!memo.has(key)) throw new Error(`the pickle recalls what it did not remember (${key})`)
      return memo.get(key)
    },
    global(name) {
      if (!Object.hasOwn(globals, name)) throw new Error(`the pickle wants ${name}, which is not read here`)
      return globals[name]
    },
    bytes(count) {
      if (at + count > buffer.length) throw new Error('the pickle ends too early')
      at += count
      return buffer.subarray(at - count, at)
    },
    line() {
      const end = buffer.indexOf(10, at)
      if (end < 0) throw new Error('the pickle ends too early')
      const text = buffer.toString('latin1', at, end)
      at = end + 1
      return text
    },
  }
  for (;;) {
    const code = machine.bytes(1)[0]
    if (code === stop) return { value: machine.pop(), end: at }
    if (code === protocol) {
      machine.bytes(1)
      continue
    }
    const run = opcodes[String.fromCharCode(code)]
    if (run === undefined) throw new Error(`the pickle has an opcode that is not read here (0x${code.toString(16)})`)
    run(machine)
  }
}

function refusePersistent() {
  throw new Error('the pickle refers to something outside of itself')
}

/** Little-endian two's complement; a BigInt where a number would not be exact. */
function wholeNumber(bytes) {
  let value = 0n
  for (let at = bytes.length - 1; at >= 0; at--) value = (value << 8n) | BigInt(bytes[at])
  if (bytes.length > 0 && bytes[bytes.length - 1] >= 128) value -= 1n << BigInt(8 * bytes.length)
  return Number.isSafeInteger(Number(value)) ? Number(value) : value
}
