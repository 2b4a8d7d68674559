/** Class names over their clusters: at the middle of each class, moved apart where they would cover one another. */
import { median } from 'd3'
import type { MapFrame, MapPoints } from './map-data'

export interface LabelPlace {
  readonly classId: number
  /** Centre, map units. */
  readonly x: number
  readonly y: number
}

/**
 * Middle of every class with points: the coordinate-wise median of its source points, which a few strays do not move. Classes
 * without source points stand at the median of the target points predicted as that class.
 */
export function classMiddles(points: MapPoints, frame: MapFrame): LabelPlace[] {
  const own: { x: number[]; y: number[] }[] = points.classNames.map(() => ({ x: [], y: [] }))
  const predicted: { x: number[]; y: number[] }[] = points.classNames.map(() => ({ x: [], y: [] }))
  for (let i = 0; i < points.domain.length; i++) {
    const label = points.sourceClass[i] as number
    const bucket = label >= 0 && points.domain[i] === 0 ? own[label] : predicted[frame.prediction[i] as number]
    bucket?.x.push(frame.positions[2 * i] as number)
    bucket?.y.push(frame.positions[2 * i + 1] as number)
  }
  return points.classNames.flatMap((_, classId) => {
    const bucket = own[classId]?.x.length ? own[classId] : predicted[classId]
    const x = median(bucket?.x ?? [])
    const y = median(bucket?.y ?? [])
    return x === undefined || y === undefined ? [] : [{ classId, x, y }]
  })
}

export interface LabelBox {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Centres, px, after pushing overlapping boxes apart along the axis of least overlap; the sum of all moves stays small. */
export function separate(boxes: readonly LabelBox[], rounds = 12): { x: number; y: number }[] {
  const places = boxes.map(({ x, y }) => ({ x, y }))
  for (let round = 0; round < rounds; round++) {
    let moved = false
    for (let i = 0; i < boxes.length; i++) {
      for (let j = i + 1; j < boxes.length; j++) {
        const a = places[i] as { x: number; y: number }
        const b = places[j] as { x: number; y: number }
        const overlapX = ((boxes[i] as LabelBox).width + (boxes[j] as LabelBox).width) / 2 - Math.abs(a.x - b.x)
        const overlapY = ((boxes[i] as LabelBox).height + (boxes[j] as LabelBox).height) / 2 - Math.abs(a.y - b.y)
        if (overlapX <= 0 || overlapY <= 0) continue
        moved = true
        if (overlapX < overlapY) {
          const push = (overlapX / 2 + 0.5) * (a.x <= b.x ? -1 : 1)
          a.x += push
          b.x -= push
        } else {
          const push = (overlapY / 2 + 0.5) * (a.y <= b.y ? -1 : 1)
          a.y += push
          b.y -= push
        }
      }
    }
    if (!moved) break
  }
  return places
}
