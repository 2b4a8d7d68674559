/** What a discriminator and its encoder have done to each other, as a ground, as arrows and in words. */
import type { AdversaryFigures, AdversarySide, AdversaryState } from '@shared/domain/adversary'
import type { MapArrows } from '../../charts/map/map-arrows'
import type { MapGround } from '../../charts/map/map-ground'

/** Length of the longest arrows in the plane's units: points stay apart from their neighbours' arrows. */
const LONGEST = 0.35
/** The longest few are cut, so that one point cannot shorten all others. */
const CUT = 0.95

/** Where the discriminator takes points for source and where for target; faint where it cannot tell. */
export function domainGround({ plane: { cells, reach }, targetProbability }: AdversaryState): MapGround {
  // Pixels count y downwards, the plane upwards.
  const from = (at: number): number => (cells - 1 - Math.floor(at / cells)) * cells + (at % cells)
  const turned = targetProbability.map((_, at) => targetProbability[from(at)] as number)
  return {
    columns: cells,
    rows: cells,
    left: -reach,
    top: -reach,
    cell: (2 * reach) / cells,
    paint: 'domain',
    classOf: Int32Array.from(turned, (probability) => (probability < 0.5 ? 0 : 1)),
    strength: turned.map((probability) => Math.abs(2 * probability - 1)),
  }
}

/** Scaled so that all states of a checkpoint can be compared by eye: `longest` is the length that is drawn as the longest, in nats a unit. */
export function arrowsOf({ arrows }: AdversaryState, longest: number): MapArrows {
  return arrows.map((value, at) => {
    const pair = at - (at % 2)
    const length = Math.hypot(arrows[pair] as number, arrows[pair + 1] as number)
    const scale = LONGEST / Math.max(longest, length, Number.MIN_VALUE)
    return at % 2 === 0 ? value * scale : -value * scale
  })
}

/** A length that nearly all arrows stay under. */
export function longestOf({ arrows }: AdversaryState): number {
  const lengths = Float32Array.from({ length: arrows.length / 2 }, (_, point) =>
    Math.hypot(arrows[2 * point] as number, arrows[2 * point + 1] as number),
  ).sort()
  return lengths[Math.floor(CUT * (lengths.length - 1))] ?? 0
}

/** What the last move did: "Discriminator: domain loss 0.69 → 0.41, tells 82 %". */
export function moveWords(moves: readonly AdversarySide[], figures: readonly AdversaryFigures[]): string {
  const now = figures.at(-1)
  if (now === undefined) return ''
  const before = figures.at(-2)
  const side = moves.at(-1)
  const told = `tells ${Math.round(now.domainAccuracyPct)} % of the points (chance 50 %)`
  if (before === undefined || side === undefined) return `At the checkpoint: domain loss ${now.domainLoss.toFixed(2)}, ${told}`
  const name = side === 'discriminator' ? 'Discriminator' : 'Encoder'
  return `${name}, move ${moves.length}: domain loss ${before.domainLoss.toFixed(2)} → ${now.domainLoss.toFixed(2)}, ${told}`
}
