/** The 8-point cosine transform of JPEG, forwards and back, on rows and columns of 8×8 blocks. */

/** cosines[k][n] = c(k)/2 · cos((2n+1)kπ/16), c(0) = 1/√2: orthonormal, so the inverse is the transpose. */
const cosines = Float64Array.from({ length: 64 }, (_, at) => {
  const [k, n] = [at >> 3, at & 7]
  return (k === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * n + 1) * k * Math.PI) / 16)
})

/** Transforms `block` [8,8] in place. */
export function forwardDct(block: Float64Array): void {
  for (let row = 0; row < 64; row += 8) forwardLine(block, row, 1)
  for (let column = 0; column < 8; column++) forwardLine(block, column, 8)
}

/** Transforms `block` [8,8] back in place. */
export function inverseDct(block: Float64Array): void {
  for (let column = 0; column < 8; column++) inverseLine(block, column, 8)
  for (let row = 0; row < 64; row += 8) inverseLine(block, row, 1)
}

/** Even outputs see only the sums of mirrored inputs, odd ones only the differences: half the products. */
function forwardLine(block: Float64Array, start: number, step: number): void {
  const end = start + 7 * step
  const a0 = block[start] + block[end]
  const a1 = block[start + step] + block[end - step]
  const a2 = block[start + 2 * step] + block[end - 2 * step]
  const a3 = block[start + 3 * step] + block[end - 3 * step]
  const b0 = block[start] - block[end]
  const b1 = block[start + step] - block[end - step]
  const b2 = block[start + 2 * step] - block[end - 2 * step]
  const b3 = block[start + 3 * step] - block[end - 3 * step]
  for (let k = 0, at = start; k < 64; k += 16, at += 2 * step) {
    block[at] = cosines[k] * a0 + cosines[k + 1] * a1 + cosines[k + 2] * a2 + cosines[k + 3] * a3
    block[at + step] = cosines[k + 8] * b0 + cosines[k + 9] * b1 + cosines[k + 10] * b2 + cosines[k + 11] * b3
  }
}

function inverseLine(block: Float64Array, start: number, step: number): void {
  const c0 = block[start]
  const c1 = block[start + step]
  const c2 = block[start + 2 * step]
  const c3 = block[start + 3 * step]
  const c4 = block[start + 4 * step]
  const c5 = block[start + 5 * step]
  const c6 = block[start + 6 * step]
  const c7 = block[start + 7 * step]
  for (let n = 0; n < 4; n++) {
    const even = cosines[n] * c0 + cosines[16 + n] * c2 + cosines[32 + n] * c4 + cosines[48 + n] * c6
    const odd = cosines[8 + n] * c1 + cosines[24 + n] * c3 + cosines[40 + n] * c5 + cosines[56 + n] * c7
    block[start + n * step] = even + odd
    block[start + (7 - n) * step] = even - odd
  }
}
