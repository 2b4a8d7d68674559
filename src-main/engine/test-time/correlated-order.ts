/**
 * An order in which neighbours tend to share a class, as a camera sees the world (the Dirichlet streams of Gong et al., NOTE,
 * NeurIPS 2022, arXiv:2208.05117, and of LAME).
 *
 * As many slots as classes; each class is dealt over them in proportions drawn from a Dirichlet distribution, and the slots
 * follow each other, each with its classes one after another.
 */
import type { RandomStream } from '../nn/random'

export interface CorrelatedOptions {
  /** δ: small, runs of one class; large, well mixed slots. */
  readonly concentration: number
  readonly random: RandomStream
}

/** labels [N] class ids → every index once. */
export function correlatedOrder(labels: Int32Array, { concentration, random }: CorrelatedOptions): number[] {
  const classes = [...new Set(labels)].sort((a, b) => a - b)
  const slots: number[][][] = classes.map(() => [])
  for (const label of classes) {
    const stream = random.fork(`class ${label}`)
    const mine = [...labels.keys()].filter((at) => labels[at] === label)
    const shuffled = Array.from(stream.permutation(mine.length), (at) => mine[at])
    const shares = dirichlet(slots.length, concentration, stream)
    let taken = 0
    let cumulated = 0
    shares.forEach((share, slot) => {
      cumulated += share
      const until = slot === shares.length - 1 ? mine.length : Math.round(cumulated * mine.length)
      slots[slot].push(shuffled.slice(taken, until))
      taken = Math.max(taken, until)
    })
  }
  // Within a slot the classes stand in an order of its own, or every slot would begin with the first class.
  return slots.flatMap((parts, slot) => Array.from(random.fork(`slot ${slot}`).permutation(parts.length), (at) => parts[at]).flat())
}

/** One draw of shares that sum to 1. */
function dirichlet(count: number, concentration: number, random: RandomStream): number[] {
  const draws = Array.from({ length: count }, () => gamma(concentration, random))
  const total = draws.reduce((sum, value) => sum + value, 0)
  // With very small concentrations all draws may underflow: then one slot takes everything.
  return total > 0 ? draws.map((value) => value / total) : draws.map((_, slot) => (slot === random.integer(count) ? 1 : 0))
}

/** Gamma(shape, 1) after Marsaglia & Tsang (2000); shapes below 1 by their boost. */
function gamma(shape: number, random: RandomStream): number {
  if (shape < 1) return gamma(shape + 1, random) * (1 - random.uniform()) ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = random.normal()
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(1 - random.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
  }
}
