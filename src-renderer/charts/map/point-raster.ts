/** Paints many small marks by hand: thousands of canvas calls a frame are what keeps a large map from moving smoothly. */

interface Sprite {
  readonly side: number
  /** Offsets of its covered pixels as column, row, and coverage 0 to 255. */
  readonly columns: Int16Array
  readonly rows: Int16Array
  readonly coverage: Uint8Array
  readonly red: number
  readonly green: number
  readonly blue: number
}

export interface RasterMarks {
  /** Mark on a canvas of its own, as they are stamped. */
  readonly stamps: readonly HTMLCanvasElement[]
  /** [N] index into `stamps`. */
  readonly byPoint: Uint16Array
  /** [N] 1 when the point passes the filter; the others go first. */
  readonly shown: Uint8Array
  readonly order: Uint32Array
  /** [N,2] map units. */
  readonly positions: Float32Array
}

/** Map units to device pixels: px = unit · scale + (x, y). */
export interface DeviceFit {
  readonly scale: number
  readonly x: number
  readonly y: number
}

/** Blends the marks into one image over a ground of one colour. Places are rounded to whole device pixels. */
export class PointRaster {
  #image: ImageData | null = null
  readonly #sprites = new WeakMap<HTMLCanvasElement, Sprite>()

  paint(context: CanvasRenderingContext2D, marks: RasterMarks, { scale, x, y }: DeviceFit, ground: string): void {
    const { width, height } = context.canvas
    if (this.#image?.width !== width || this.#image.height !== height) this.#image = new ImageData(width, height)
    const image = this.#image
    const pixels = image.data
    new Uint32Array(pixels.buffer).fill(packedPixel(context, ground))
    const sprites = marks.stamps.map((stamp) => this.#spriteOf(stamp))
    for (const pass of [0, 1]) {
      for (const point of marks.order) {
        if (marks.shown[point] !== pass) continue
        const sprite = sprites[marks.byPoint[point] as number] as Sprite
        const left = Math.round((marks.positions[2 * point] as number) * scale + x - sprite.side / 2)
        const top = Math.round((marks.positions[2 * point + 1] as number) * scale + y - sprite.side / 2)
        if (left < 0 || top < 0 || left + sprite.side > width || top + sprite.side > height) continue
        blend(pixels, sprite, (top * width + left) * 4, width)
      }
    }
    context.putImageData(image, 0, 0)
  }

  #spriteOf(stamp: HTMLCanvasElement): Sprite {
    let sprite = this.#sprites.get(stamp)
    if (!sprite) {
      sprite = readSprite(stamp)
      this.#sprites.set(stamp, sprite)
    }
    return sprite
  }
}

/** An opaque colour as one little-endian 32-bit pixel; a context writes every colour back as #rrggbb. */
function packedPixel(context: CanvasRenderingContext2D, colour: string): number {
  context.fillStyle = colour
  const hex = String(context.fillStyle)
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number]
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0
}

function readSprite(stamp: HTMLCanvasElement): Sprite {
  const side = stamp.width
  const pixels = stamp.getContext('2d')?.getImageData(0, 0, side, side).data ?? new Uint8ClampedArray(side * side * 4)
  const covered = Array.from({ length: side * side }, (_, at) => at).filter((at) => (pixels[4 * at + 3] as number) > 0)
  // All pixels of a mark have its colour; the most covered one has it with the least rounding.
  const full = covered.reduce(
    (best, at) => ((pixels[4 * at + 3] as number) > (pixels[4 * best + 3] as number) ? at : best),
    covered[0] ?? 0,
  )
  return {
    side,
    columns: Int16Array.from(covered, (at) => at % side),
    rows: Int16Array.from(covered, (at) => Math.floor(at / side)),
    coverage: Uint8Array.from(covered, (at) => pixels[4 * at + 3] as number),
    red: pixels[4 * full] as number,
    green: pixels[4 * full + 1] as number,
    blue: pixels[4 * full + 2] as number,
  }
}

function blend(pixels: Uint8ClampedArray, { columns, rows, coverage, red, green, blue }: Sprite, corner: number, width: number): void {
  for (let n = 0; n < coverage.length; n++) {
    const at = corner + ((rows[n] as number) * width + (columns[n] as number)) * 4
    const alpha = (coverage[n] as number) + 1
    pixels[at] = (pixels[at] as number) + (((red - (pixels[at] as number)) * alpha) >> 8)
    pixels[at + 1] = (pixels[at + 1] as number) + (((green - (pixels[at + 1] as number)) * alpha) >> 8)
    pixels[at + 2] = (pixels[at + 2] as number) + (((blue - (pixels[at + 2] as number)) * alpha) >> 8)
  }
}
