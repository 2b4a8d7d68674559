/** What a stream goes through one after another: the same images under one shift each, or one subfolder of the user's each. */
import type { ShiftSpec, ShiftStack } from '@shared/domain/shift'

export interface StreamSegment {
  readonly name: string
  /** Null where the shift is a subfolder: it has no severity that anyone knows. */
  readonly severity: number | null
  /** Empty: the images as they are. */
  readonly stack: ShiftStack
  /** Indices of its images, in their own order. */
  readonly images: readonly number[]
}

/** A folder below the one that is streamed. */
export interface StreamPart {
  readonly name: string
  readonly images: readonly number[]
}

/** One segment a shift over all images; without shifts a single one. */
export function shiftSegments(count: number, shifts: readonly ShiftSpec[]): StreamSegment[] {
  const images = Array.from({ length: count }, (_, image) => image)
  if (shifts.length === 0) return [{ name: 'none', severity: 0, stack: [], images }]
  return shifts.map((shift) => ({ name: shift.kind, severity: shift.severity, stack: [shift], images }))
}

/** One segment a subfolder. */
export function partSegments(parts: readonly StreamPart[]): StreamSegment[] {
  return parts.map(({ name, images }) => ({ name, severity: null, stack: [], images }))
}
