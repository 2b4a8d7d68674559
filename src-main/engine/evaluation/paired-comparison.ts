/** One method against another over the seeds they share. */
import { tInterval } from '@shared/domain/t-interval'
import { wilcoxon } from './wilcoxon'

export interface SeedFigure {
  readonly seed: number
  readonly value: number
}

export interface PairedComparison {
  /** Seeds that both have, ascending. */
  readonly seeds: readonly number[]
  /** Mean of a − b, in the figures' unit. */
  readonly mean: number
  /** Half width of its 95 % t-interval; null with one seed. */
  readonly halfWidth: number | null
  readonly wins: number
  readonly losses: number
  /** Two-sided Wilcoxon; with n seeds it cannot fall under 2^(1−n). */
  readonly pValue: number
}

/** Null where no seed is shared. */
export function comparePaired(a: readonly SeedFigure[], b: readonly SeedFigure[]): PairedComparison | null {
  const pairs = a
    .flatMap((one) =>
      b.filter((other) => other.seed === one.seed).map((other) => ({ seed: one.seed, difference: one.value - other.value })),
    )
    .sort((one, other) => one.seed - other.seed)
  if (pairs.length === 0) return null
  const differences = pairs.map((pair) => pair.difference)
  const { mean, halfWidth } = tInterval(differences)
  return {
    seeds: pairs.map((pair) => pair.seed),
    mean,
    halfWidth,
    wins: differences.filter((value) => value > 0).length,
    losses: differences.filter((value) => value < 0).length,
    pValue: wilcoxon(differences).pValue,
  }
}
