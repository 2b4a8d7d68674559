/** What a scatter map draws: fixed points, and frames that place them. */

/** N points; order and length are those of every frame. */
export interface MapPoints {
  /** [N] 0 source, 1 target. */
  readonly domain: Uint8Array
  /** [N] number of the source a point is from, where there are several; absent where there is one. */
  readonly sourcePart?: Uint8Array | undefined
  /** [N] class id of points with a label; -1 for target points, whose labels are sealed. */
  readonly sourceClass: Int32Array
  readonly classNames: readonly string[]
  /** The view is fitted to the first so many points, for maps that stay while others move over them; to all without it. */
  readonly fixedPoints?: number
}

/** Where the points behind the fixed ones have come from: earlier positions of theirs, each [n,2], oldest first. */
export type MapTrails = readonly Float32Array[]

export interface MapFrame {
  /** [N,2] float32, row-major, in the map's own units. */
  readonly positions: Float32Array
  /** [N] class id the model gives each point. */
  readonly prediction: Int32Array
  /** [N] probability of that class, in [0,1]. */
  readonly confidence: Float32Array
  /** [N] entropy over its maximum, in [0,1]; absent or empty where it is not known. */
  readonly entropy?: Float32Array
}

/**
 * `class`: the label of source points, the model's prediction of target points. `prediction`: the prediction of both, wrong source
 * points crossed. `error`: only right or wrong, which for target points is sealed. `confidence` and `entropy`: on a scale from 0 to 1.
 */
export type ColourBy = 'class' | 'domain' | 'prediction' | 'error' | 'confidence' | 'entropy'

/** Shades of the scale from 0 to 1. */
export const SHADES = 8

/** Place of a point on the scale of `confidence` or `entropy`, 0 to SHADES−1; -1 where the mode has no scale or the value is not known. */
export function shadeOf(frame: MapFrame, point: number, colourBy: ColourBy): number {
  const values = colourBy === 'confidence' ? frame.confidence : colourBy === 'entropy' ? frame.entropy : undefined
  const value = values?.[point]
  return value === undefined ? -1 : Math.max(0, Math.min(SHADES - 1, Math.floor(value * SHADES)))
}

/** The class a point is painted and filtered by. */
export function shownClass(points: MapPoints, frame: MapFrame, point: number, colourBy: ColourBy): number {
  const label = points.sourceClass[point] as number
  return colourBy !== 'prediction' && label >= 0 ? label : (frame.prediction[point] as number)
}

export const COLOURED_CLASSES = 10

/**
 * Colour slot 0-9 of every class, or -1 for grey. Up to ten classes keep their own number; of more, the ten with most source
 * points are coloured, in the order of their ids.
 */
export function classSlots(points: Pick<MapPoints, 'sourceClass' | 'classNames'>): readonly number[] {
  const { classNames, sourceClass } = points
  if (classNames.length <= COLOURED_CLASSES) return classNames.map((_, id) => id)
  const counts = classNames.map(() => 0)
  for (const id of sourceClass) if (id >= 0) counts[id] = (counts[id] ?? 0) + 1
  const coloured = classNames
    .map((_, id) => id)
    .sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b)
    .slice(0, COLOURED_CLASSES)
    .sort((a, b) => a - b)
  return classNames.map((_, id) => coloured.indexOf(id))
}

/** One or two letters a class, all different: its first letter where that is unique, otherwise its number. */
export function classGlyphs(classNames: readonly string[]): readonly string[] {
  const first = classNames.map((name) => (name.trim()[0] ?? '?').toUpperCase())
  return first.map((letter, id) => (first.indexOf(letter) === first.lastIndexOf(letter) ? letter : String(id)))
}
