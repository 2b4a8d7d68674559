/** The learning rate over training as each schedule has it, for the picture; the engine's own formulas are in its methods. */

export interface SchedulePicture {
  readonly id: string
  readonly label: string
  readonly points: readonly (readonly [number, number])[]
  /** Settings that choose it. */
  readonly change: Readonly<Record<string, string | number>>
}

const parts = 60

const cosine = (from: number, to: number, part: number): number => to + ((from - to) * (1 + Math.cos(Math.PI * part))) / 2

/** `rate`: the one that is set; one cycle peaks at it. */
export function scheduleSeries(rate: number): readonly SchedulePicture[] {
  const curve = (value: (progress: number) => number) =>
    Array.from({ length: parts + 1 }, (_, at) => [at / parts, value(at / parts)] as const)
  return [
    { id: 'constant', label: 'Constant', points: curve(() => rate), change: { schedule: 'constant' } },
    {
      id: 'step',
      label: 'Step',
      points: curve((p) => rate * 0.1 ** Math.floor(p / 0.33 + 1e-9)),
      change: { schedule: 'step', stepEvery: 0.33, stepFactor: 0.1 },
    },
    { id: 'cosine', label: 'Cosine', points: curve((p) => cosine(rate, 0, p)), change: { schedule: 'cosine' } },
    {
      id: 'warm-cosine',
      label: 'Cosine with warm-up',
      points: curve((p) => (p < 0.1 ? (rate * p) / 0.1 : cosine(rate, 0, (p - 0.1) / 0.9))),
      change: { schedule: 'warm-cosine', warmUp: 0.1 },
    },
    {
      id: 'one-cycle',
      label: 'One cycle',
      points: curve((p) => (p < 0.3 ? cosine(rate / 25, rate, p / 0.3) : cosine(rate, 0, (p - 0.3) / 0.7))),
      change: { schedule: 'one-cycle', warmUp: 0.3 },
    },
  ]
}
