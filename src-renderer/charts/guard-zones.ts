/** Ranges a measure should stay out of, tinted and named in its chart. */

export interface GuardZone {
  /** The zone is everything above or below the limit; the limit itself is still good. */
  readonly side: 'above' | 'below'
  readonly limit: number
  /** What it means to be in here, in two or three words. */
  readonly label: string
}

/** Domain classifier accuracy, percent: near 50 it sees no difference at all, near 100 the domains stay apart. */
export const DOMAIN_CLASSIFIER_ZONES: readonly GuardZone[] = [
  { side: 'above', limit: 95, label: 'too easy' },
  { side: 'below', limit: 52, label: 'blind: no signal' },
]

const inside = (zone: GuardZone, value: number): boolean => (zone.side === 'above' ? value > zone.limit : value < zone.limit)

/** The zone a value lies in, or null where it is fine. */
export const zoneOf = (zones: readonly GuardZone[], value: number): GuardZone | null => zones.find((zone) => inside(zone, value)) ?? null

/** The end of a zone that the data leaves free for its name: the half of the x range, split at `middle`, that fewer points cross. */
export function freeSide(zone: GuardZone, points: readonly { readonly x: number; readonly y: number }[], middle: number): 'left' | 'right' {
  let balance = 0
  for (const point of points) if (inside(zone, point.y)) balance += point.x < middle ? 1 : -1
  return balance > 0 ? 'right' : 'left'
}
