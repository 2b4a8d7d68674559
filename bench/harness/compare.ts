/** Measures contestants in turns and makes a figure of them. */

/** One measurement of about `seconds`, in the figure's unit. */
export type Contestant = (seconds: number) => number | Promise<number>

export interface Comparison {
  readonly name: string
  readonly unit: string
  readonly better: 'higher' | 'lower'
  readonly ours: Contestant
  /** By name; none gives a figure of ours alone. */
  readonly peers: Readonly<Record<string, Contestant>>
  /** Further columns of the figure. */
  readonly details?: Readonly<Record<string, unknown>>
}

export interface Figure {
  readonly bench: string
  readonly name: string
  readonly unit: string
  readonly better: 'higher' | 'lower'
  /** Median over the repeats. */
  readonly ours: number
  /** Median of the best peer; null without one. */
  readonly peer: number | null
  readonly peerName: string | null
  /** Median over rounds of how many times better ours is than the best peer in the same round; above 1 is better. */
  readonly ratio: number | null
  /** The same for each peer, where there are several. */
  readonly ratios?: Readonly<Record<string, number>>
  /** (max − min)/median of each contestant. */
  readonly spread: Readonly<Record<string, number>>
  readonly repeats: number
  readonly [detail: string]: unknown
}

/** Rounds over all contestants; the first of a round changes from round to round, so that no one always follows the same other. */
export async function measureInTurns(
  contestants: Readonly<Record<string, Contestant>>,
  { repeats, seconds }: { readonly repeats: number; readonly seconds: number },
): Promise<Map<string, number[]>> {
  const names = Object.keys(contestants)
  const values = new Map(names.map((name) => [name, [] as number[]]))
  for (let round = 0; round < repeats; round++) {
    for (let place = 0; place < names.length; place++) {
      const name = names[(place + round) % names.length]
      values.get(name)?.push(await contestants[name](seconds))
    }
  }
  return values
}

/** The figure of `values`, one list of equal length a contestant, `ours` among them. */
export function toFigure(
  comparison: Omit<Comparison, 'ours' | 'peers'>,
  values: ReadonlyMap<string, readonly number[]>,
): Omit<Figure, 'bench'> {
  const { name, unit, better, details = {} } = comparison
  const ours = values.get('ours') ?? []
  const peers = [...values].filter(([contestant]) => contestant !== 'ours')
  const sign = better === 'higher' ? 1 : -1
  const best = peers.sort(([, a], [, b]) => sign * (median(b) - median(a))).at(0)
  const gain = (our: number, their: number): number => (better === 'higher' ? our / their : their / our)
  const ratioTo = (theirs: readonly number[]): number => median(ours.map((our, turn) => gain(our, theirs[turn])))
  return {
    name,
    unit,
    better,
    ours: round(median(ours)),
    peer: best === undefined ? null : round(median(best[1])),
    peerName: best?.[0] ?? null,
    ratio: best === undefined ? null : round(ratioTo(best[1])),
    ...(peers.length > 1 ? { ratios: Object.fromEntries(peers.map(([peer, theirs]) => [peer, round(ratioTo(theirs))])) } : {}),
    spread: Object.fromEntries([...values].map(([contestant, list]) => [contestant, round(spreadOf(list))])),
    repeats: ours.length,
    ...details,
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

const spreadOf = (values: readonly number[]): number => (Math.max(...values) - Math.min(...values)) / median(values)

/** Four significant digits: more would be noise. */
const round = (value: number): number => Number(value.toPrecision(4))
