/** The edge of an image: how bright it is, whether a frame runs around it, and where its content begins. */

export interface Frame {
  /** Mean grey value of the outermost pixels, in [0,1]. */
  readonly edge: number
  /** Whether the outermost pixels all have about one value, as a plain ground or a frame has. */
  readonly flat: boolean
  /** Parts of width or height that lie before the first row or column with another value: left, top, right, bottom. Zeros unless flat. */
  readonly margins: readonly [number, number, number, number]
  /** Whether content ends at the margins in straight lines: then they are a frame rather than a plain ground. */
  readonly framed: boolean
}

/** Grey levels by which a pixel differs from the edge for real, beyond compression noise. */
const tolerance = 10
/** Part of a row that must differ for the row to be where a frame ends. */
const straight = 0.7

const none: Frame['margins'] = [0, 0, 0, 0]

/** grey [size, size] in [0,255]. */
export function measureFrame(grey: Float32Array, size: number): Frame {
  const last = size - 1
  let sum = 0
  let least = 255
  let most = 0
  for (let i = 0; i < size; i++) {
    for (const value of [grey[i], grey[last * size + i], grey[i * size], grey[i * size + last]]) {
      sum += value
      least = Math.min(least, value)
      most = Math.max(most, value)
    }
  }
  const mean = sum / (4 * size)
  const edge = mean / 255
  if (most - least > 2 * tolerance) return { edge, flat: false, margins: none, framed: false }
  const differing = (line: number, along: 'row' | 'column'): number => {
    let count = 0
    for (let i = 0; i < size; i++) {
      const value = along === 'row' ? grey[line * size + i] : grey[i * size + line]
      if (Math.abs(value - mean) > tolerance) count++
    }
    return count
  }
  const from = (along: 'row' | 'column', direction: 1 | -1): number => {
    for (let step = 0; step < size; step++) if (differing(direction === 1 ? step : last - step, along) > 0) return step
    return size
  }
  const [left, right] = [from('column', 1), from('column', -1)]
  const [top, bottom] = [from('row', 1), from('row', -1)]
  if (left === size) return { edge, flat: true, margins: none, framed: false }
  const inner = { width: size - left - right, height: size - top - bottom }
  const framed =
    inner.width > 2 &&
    inner.height > 2 &&
    [differing(left, 'column'), differing(last - right, 'column')].every((count) => count >= straight * inner.height) &&
    [differing(top, 'row'), differing(last - bottom, 'row')].every((count) => count >= straight * inner.width)
  return { edge, flat: true, margins: [left / size, top / size, right / size, bottom / size], framed }
}
