/** How a kernel or a pool slides over an image: how many positions it has, and how much is padded for them. */
import { noPadding, type Padding, type Sides } from './model-graph'

export interface Window {
  /** Of the image. */
  readonly sides: Sides
  /** Pixels that one position covers. */
  readonly spans: Sides
  readonly strides: Sides
}

/** Height and width of what comes out. */
export function slidOver({ sides, spans, strides }: Window, padding: Padding): number[] {
  const added = [padding.top + padding.bottom, padding.left + padding.right]
  return sides.map((side, axis) => Math.floor((side + added[axis] - spans[axis]) / strides[axis]) + 1)
}

/** TensorFlow's `SAME`: ⌈side/stride⌉ positions fit, the odd pixel after the image. */
export function samePadding({ sides, spans, strides }: Window): Padding {
  const [vertical, horizontal] = sides.map((side, axis) =>
    Math.max(0, (Math.ceil(side / strides[axis]) - 1) * strides[axis] + spans[axis] - side),
  )
  const [top, left] = [Math.floor(vertical / 2), Math.floor(horizontal / 2)]
  return { top, bottom: vertical - top, left, right: horizontal - left }
}

/** The word for a padding, where it has one: what is none, and what `SAME` would add. */
export function paddingWord(window: Window, padding: Padding): 'valid' | 'same' | null {
  const isLike = (other: Padding): boolean => (['top', 'bottom', 'left', 'right'] as const).every((side) => padding[side] === other[side])
  if (isLike(noPadding)) return 'valid'
  return isLike(samePadding(window)) ? 'same' : null
}
