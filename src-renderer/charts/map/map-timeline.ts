/** The way of a map through training as a sequence of pictures: settled frames with points on their way between them. */
import { drawOrder } from './draw-order'
import { fitPositions, HOME, projection } from './map-camera'
import type { MapFrame, MapPoints } from './map-data'
import { classMiddles } from './map-labels'
import { type MapLook, planMarks } from './map-marks'
import type { MapSnapshot } from './map-renderer'
import type { MapTheme } from './map-theme'

export interface TimelineFrame extends MapFrame {
  readonly epoch: number
}

export interface MapTimeline {
  readonly points: MapPoints
  /** Ascending by epoch; at least one. */
  readonly frames: readonly TimelineFrame[]
  readonly look: MapLook
  readonly epochs: number
}

export interface TimelinePicture {
  readonly snapshot: MapSnapshot
  readonly epoch: number
  /** Shown that long: settled frames stay, points on their way pass. */
  readonly delayMs: number
}

const DRAW_SEED = 1
const PADDING = 28
const SETTLED_MS = 400
const PASSING_MS = 50
const LAST_MS = 1_600

/** `between` pictures lead from one settled frame to the next. One fit for all, so that what moves is the map and not the camera. */
export function* timelinePictures(
  { points, frames, look }: MapTimeline,
  {
    box,
    theme,
    between,
  }: { readonly box: { readonly width: number; readonly height: number }; readonly theme: MapTheme; readonly between: number },
): Generator<TimelinePicture> {
  const all = new Float32Array(frames.reduce((sum, frame) => sum + frame.positions.length, 0))
  let at = 0
  for (const { positions } of frames) {
    all.set(positions, at)
    at += positions.length
  }
  const project = projection(fitPositions(all, box, PADDING), HOME, box)
  const order = drawOrder(points.domain.length, DRAW_SEED)
  const picture = (frame: TimelineFrame, positions: Float32Array): MapSnapshot => ({
    points,
    frame,
    plan: planMarks(points, frame, look, theme),
    order,
    positions,
    project,
    labels: classMiddles(points, { ...frame, positions }),
    box,
    theme,
  })
  for (const [i, frame] of frames.entries()) {
    const next = frames[i + 1]
    yield { snapshot: picture(frame, frame.positions), epoch: frame.epoch, delayMs: next ? SETTLED_MS : LAST_MS }
    for (let step = 1; next && step <= between; step++) {
      const share = step / (between + 1)
      const positions = frame.positions.map((value, n) => value + ((next.positions[n] as number) - value) * share)
      yield { snapshot: picture(frame, positions), epoch: frame.epoch + (next.epoch - frame.epoch) * share, delayMs: PASSING_MS }
    }
  }
}
