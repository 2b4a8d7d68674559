/** Seeded randomness for everything the engine draws on the host. */

export interface RandomStream {
  /** Uniform in [0,1). */
  uniform(): number
  /** Standard normal. */
  normal(): number
  /** Uniform integer in [0, below). */
  integer(below: number): number
  /** A permutation of 0..length-1 (Fisher-Yates). */
  permutation(length: number): Int32Array
  /** An independent stream for a named purpose; the same name always gives the same stream. */
  fork(name: string): RandomStream
}

/** A stream that is a pure function of `seed` (any integer or text). Generator: xoshiro128** (Blackman & Vigna 2018), seeded by splitmix32 over FNV-1a. */
export function createRandom(seed: number | string): RandomStream {
  const key = String(seed)
  const next = xoshiro128(fnv1a(key))
  const uniform = (): number => next() / 4_294_967_296
  const integer = (below: number): number => Math.floor(uniform() * below)
  return {
    uniform,
    integer,
    normal() {
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()))
      return radius * Math.cos(2 * Math.PI * uniform())
    },
    permutation(length) {
      const order = Int32Array.from({ length }, (_, index) => index)
      for (let i = length - 1; i > 0; i--) {
        const j = integer(i + 1)
        const held = order[i]
        order[i] = order[j]
        order[j] = held
      }
      return order
    },
    fork: (name) => createRandom(`${key}/${name}`),
  }
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i)
    hash = Math.imul(hash, 0x01000193)
  }
  return hash >>> 0
}

function xoshiro128(seed: number): () => number {
  let counter = seed
  const splitmix = (): number => {
    counter = (counter + 0x9e3779b9) | 0
    let z = counter
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return (z ^ (z >>> 15)) >>> 0
  }
  let a = splitmix()
  let b = splitmix()
  let c = splitmix()
  let d = splitmix()
  return () => {
    const scrambled = Math.imul(b, 5)
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = (d << 11) | (d >>> 21)
    return result
  }
}
