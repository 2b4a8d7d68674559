/** Images' pixels wherever they lie, read a few at a time: a domain may be larger than memory. */
import { type PackRow, readPackRow } from './pack-files'

/** Shows nothing of where its rows come from: the order of files on disk would tell a target's classes. */
export interface PixelRows {
  readonly count: number
  /** Bytes of one image: size × size × 3. */
  readonly rowBytes: number
  /** Copies the images at `rows`, one after the other: [rows.length, size, size, 3] uint8 RGB. Throws AppError `not-found` once the decode cache is gone. */
  read(rows: ArrayLike<number>): Uint8Array
}

/** Images that are in memory: pixels [count, size, size, 3] uint8. */
export function memoryPixels(pixels: Uint8Array, rowBytes: number): PixelRows {
  return rowByRow(pixels.length / rowBytes, rowBytes, (row, into) => into.set(pixels.subarray(row * rowBytes, (row + 1) * rowBytes)))
}

/** Images in the decode cache, one place each. */
export function cachedPixels(places: readonly PackRow[], rowBytes: number): PixelRows {
  return rowByRow(places.length, rowBytes, (row, into) => readPackRow(places[row], into))
}

/** Some images of others, in the order of `rows` [n]; nothing is read yet. */
export function selectPixels(from: PixelRows, rows: Int32Array): PixelRows {
  return Object.freeze({
    count: rows.length,
    rowBytes: from.rowBytes,
    read: (wanted: ArrayLike<number>) => from.read(Int32Array.from(wanted, (row) => rows[row])),
  })
}

/** The images of `first`, then those of `second`. */
export function joinPixels(first: PixelRows, second: PixelRows): PixelRows {
  const { count, rowBytes } = first
  return rowByRow(count + second.count, rowBytes, (row, into) => into.set(row < count ? first.read([row]) : second.read([row - count])))
}

/** All images in order, `chunk` at a time, so that a pass over a domain holds little of it. */
export function* pixelChunks(pixels: PixelRows, chunk = 128): Generator<{ readonly start: number; readonly bytes: Uint8Array }> {
  for (let start = 0; start < pixels.count; start += chunk) {
    yield { start, bytes: pixels.read(Int32Array.from({ length: Math.min(chunk, pixels.count - start) }, (_, i) => start + i)) }
  }
}

function rowByRow(count: number, rowBytes: number, copy: (row: number, into: Uint8Array) => void): PixelRows {
  return Object.freeze({
    count,
    rowBytes,
    read(rows: ArrayLike<number>) {
      const pixels = new Uint8Array(rows.length * rowBytes)
      for (let at = 0; at < rows.length; at++) copy(rows[at], pixels.subarray(at * rowBytes, (at + 1) * rowBytes))
      return pixels
    },
  })
}
