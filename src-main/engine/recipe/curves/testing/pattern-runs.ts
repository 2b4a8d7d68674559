/** Settings of small trainings that show each pattern, twelve a pattern, over three tasks: nothing about their curves is drawn by hand. */
import type { CurvePattern } from '@shared/domain/training-curve'

/** `moons`: points of a plane; `optical`: 8×8 digits; `mnist`: 14×14 digits. */
export type CurveTask = 'moons' | 'optical' | 'mnist'

export interface PatternRun {
  readonly pattern: CurvePattern
  /** The first eight of a pattern are there to tune by, the rest are kept back. */
  readonly index: number
  readonly task: CurveTask
  /** Training images. */
  readonly images: number
  readonly hiddenUnits: number
  readonly epochs: number
  readonly batch: number
  readonly settings: Readonly<Record<string, number | string>>
  /** Part of all labels, on both sides of the split, that is wrong. */
  readonly wrongLabels: number
  /** Held-out images are copies of trained ones. */
  readonly leak: boolean
}

const runsPerPattern = 12
/** Used for setting limits; the others are kept back from it. */
export const tunedPerPattern = 8

type Choice = Omit<PatternRun, 'pattern' | 'index'>

const tasks: readonly CurveTask[] = ['optical', 'mnist', 'moons']
const adam = (learningRate: number, more: PatternRun['settings'] = {}) => ({ optimizer: 'adam', learningRate, ...more })
const sgd = (learningRate: number, more: PatternRun['settings'] = {}) => ({ optimizer: 'sgd', learningRate, ...more })
/** The entry for a run: lists go round, so that neighbours differ in everything. */
const turn = <T>(values: readonly T[], index: number): T => values[index % values.length]
const plain = { hiddenUnits: 64, batch: 32, wrongLabels: 0, leak: false } as const

const choices: Readonly<Record<CurvePattern, (index: number) => Choice>> = {
  healthy: (i) => ({
    ...plain,
    task: turn(tasks, i),
    images: turn([1400, 4000, 400], i),
    hiddenUnits: turn([64, 96, 32, 128], i),
    epochs: turn([24, 20, 60, 30], i),
    settings: {
      ...(i % 2 === 0 ? adam(turn([2e-3, 1e-3, 3e-3], i), { weightDecay: 1e-4 }) : sgd(turn([0.02, 0.05, 0.03], i), { weightDecay: 1e-3 })),
      ...(i % 3 === 1 ? { augmentShift: 1 } : {}),
    },
  }),
  underfitting: (i) => ({
    ...plain,
    task: turn(['optical', 'mnist'] as const, i),
    images: turn([1400, 2500], i),
    hiddenUnits: i % 3 === 2 ? 64 : 4,
    epochs: turn([40, 30, 50], i),
    settings:
      i % 3 === 2
        ? adam(1e-3, { weightDecay: turn([0.06, 0.08, 0.1, 0.07], (i - 2) / 3) })
        : adam(turn([3e-3, 5e-3, 2e-3], i), { weightDecay: turn([5e-3, 1e-2, 2e-2], i) }),
  }),
  'rate-too-high': (i) => ({
    ...plain,
    task: turn(['optical', 'mnist'] as const, i),
    images: turn([1000, 600, 800], i),
    hiddenUnits: turn([64, 128, 32], i),
    epochs: turn([20, 30, 25], i),
    batch: turn([16, 32], i),
    settings:
      i % 2 === 0 ? sgd(turn([0.3, 0.15, 0.2, 0.12, 0.25, 0.18], i / 2)) : adam(turn([0.05, 0.03, 0.04, 0.1, 0.025, 0.06], (i - 1) / 2)),
  }),
  'still-falling': (i) => ({
    ...plain,
    task: turn(tasks, i),
    images: turn([1200, 1000, 400], i),
    hiddenUnits: turn([64, 128, 32, 96], i),
    epochs: turn([10, 15, 20, 12], i),
    settings: i % 2 === 0 ? adam(turn([5e-5, 1e-4, 3e-5, 8e-5], i / 2)) : sgd(turn([5e-4, 1e-3, 3e-4, 8e-4], (i - 1) / 2)),
  }),
  overfitting: (i) => ({
    ...plain,
    task: turn(['optical', 'mnist'] as const, i),
    images: turn([120, 200, 80, 300], i),
    hiddenUnits: turn([256, 128, 192], i),
    epochs: turn([60, 80, 50], i),
    batch: 16,
    wrongLabels: turn([0.1, 0, 0.2, 0.3], i),
    settings: i % 2 === 0 ? adam(turn([1e-3, 2e-3], i)) : sgd(turn([0.01, 0.02, 0.015], i)),
  }),
  leak: (i) => ({
    ...plain,
    task: turn(['optical', 'mnist'] as const, i),
    images: turn([300, 400, 200], i),
    hiddenUnits: turn([128, 256, 192], i),
    epochs: turn([40, 50, 60], i),
    batch: 16,
    wrongLabels: turn([0, 0.1, 0.2], i),
    leak: true,
    settings: i % 2 === 0 ? adam(turn([1e-3, 2e-3, 3e-3], i)) : sgd(turn([0.02, 0.015], i)),
  }),
  divergence: (i) => ({
    ...plain,
    task: turn(['mnist', 'optical'] as const, i),
    images: turn([800, 600, 1000], i),
    hiddenUnits: turn([128, 256, 64], i),
    epochs: turn([15, 10, 20], i),
    batch: turn([32, 16], i),
    settings:
      i % 3 === 2 ? adam(turn([1, 0.8, 0.6, 0.9], (i - 2) / 3)) : sgd(turn([1, 0.6, 0.8], i), { momentum: turn([0.95, 0.9, 0.98], i) }),
  }),
}

/** All of them, in the order of the patterns. */
export const patternRuns: readonly PatternRun[] = Object.entries(choices).flatMap(([pattern, choose]) =>
  Array.from({ length: runsPerPattern }, (_, index) => ({ pattern: pattern as CurvePattern, index, ...choose(index) })),
)
