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
const zoneOf = (zones: readonly GuardZone[], value: number): GuardZone | null => zones.find((zone) => inside(zone, value)) ?? null

/** Part of its highest weight from which a domain classifier counts as fought against; before, being at chance only means that it has just begun. */
const foughtFrom = 0.5

export interface AdversaryWeight {
  readonly now: number
  readonly highest: number
}

/** The zone a domain classifier's accuracy lies in; blind only once its gradient weighs something. `weight` is null for methods without a λ. */
export function domainZone(accuracyPct: number, weight: AdversaryWeight | null): GuardZone | null {
  const zone = zoneOf(DOMAIN_CLASSIFIER_ZONES, accuracyPct)
  const early = weight !== null && weight.now < foughtFrom * weight.highest
  return zone?.side === 'below' && early ? null : zone
}

/** The end of a zone that the data leaves free for its name: the half of the x range, split at `middle`, that fewer points cross. */
export function freeSide(zone: GuardZone, points: readonly { readonly x: number; readonly y: number }[], middle: number): 'left' | 'right' {
  let balance = 0
  for (const point of points) if (inside(zone, point.y)) balance += point.x < middle ? 1 : -1
  return balance > 0 ? 'right' : 'left'
}
