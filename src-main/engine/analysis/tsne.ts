/** t-SNE (van der Maaten & Hinton 2008) as an object that is stepped, so that a stream can look at it whenever it likes. */
import { AppError } from '@shared/contract/failure'
import { createRandom } from '../nn/random'
import type { Affinities } from './affinities'
import { Attraction } from './attraction'
import { GridRepulsion } from './grid-repulsion'
import { exactRepulsion, type Repulsion } from './repulsion'
import { alone, type Crew } from './threads/crew'

/** What a stretch of iterations does; a schedule is a list of them. */
export interface TsnePhase {
  readonly iterations: number
  /** Factor on the attraction; 12 draws clusters together at the start, 1 is the true gradient. */
  readonly exaggeration: number
}

/** The usual full schedule: 250 iterations with exaggeration 12, then 500 without (750 in all). */
export const FULL_SCHEDULE: readonly TsnePhase[] = [
  { iterations: 250, exaggeration: 12 },
  { iterations: 500, exaggeration: 1 },
]

/** For a layout that starts from an earlier one: a mild pull lets clusters pass, the rest settles (250 in all). */
export const WARM_SCHEDULE: readonly TsnePhase[] = [
  { iterations: 50, exaggeration: 4 },
  { iterations: 200, exaggeration: 1 },
]

export interface TsneOptions {
  readonly affinities: Affinities
  /** Any integer; decides the tiny jitter that separates points that start together. */
  readonly seed: number
  /** [N,2] where to start from: PCA scores, rescaled to a standard deviation of 1e-4, or an earlier layout as it is. */
  readonly initial: Float32Array
  readonly start: 'rescale' | 'as-is'
  readonly schedule?: readonly TsnePhase[]
  /** Who computes: this thread alone unless stated. */
  readonly crew?: Crew
}

export interface Tsne {
  readonly count: number
  /** Iterations done. */
  readonly iteration: number
  /** Iterations of the whole schedule. */
  readonly iterations: number
  /** A copy of the current layout, [N,2]. */
  positions(): Float32Array
  /** One gradient step; beyond the schedule its last phase goes on. */
  step(): void
  /** KL(P‖Q) of the current layout, without exaggeration, in nats. */
  kl(): number
}

const MOMENTUM = 0.8
const INITIAL_DEVIATION = 1e-4
const LEAST_GAIN = 0.01
/** Longest move of a point in one iteration, in layout units, so that none shoots off. */
const LONGEST_STEP = 5
/** Up to here all pairs are faster than the grid. */
const EXACT_COUNT = 800

/** The repulsion that is fastest for `count` points at equal quality of the layout. */
export function repulsionFor(count: number, crew = alone): Repulsion {
  return count <= EXACT_COUNT ? exactRepulsion : new GridRepulsion(crew)
}

/**
 * Gradient descent with delta-bar-delta gains (+0.2, ×0.8), momentum 0.8 throughout and the learning rate of Belkina et al. 2019,
 * N / exaggeration for a gradient without its factor 4, hence max(N / (4·exaggeration), 50) for the gradient as published.
 */
export function createTsne(options: TsneOptions): Tsne {
  const { affinities, schedule = FULL_SCHEDULE, crew = alone } = options
  const { count } = affinities
  const positions = startingPositions(options)
  const repulsion = repulsionFor(count, crew)
  const attraction = new Attraction(affinities, crew)
  const gradient = new Float64Array(2 * count)
  const update = new Float64Array(2 * count)
  const gains = new Float64Array(2 * count).fill(1)
  const iterations = schedule.reduce((sum, phase) => sum + phase.iterations, 0)
  let iteration = 0

  function step(): void {
    const exaggeration = exaggerationAt(schedule, iteration)
    const rate = Math.max(count / (4 * exaggeration), 50)
    tsneGradient({ attraction, positions, exaggeration, repulsion }, gradient)
    for (let i = 0; i < update.length; i++) {
      const gain = update[i] > 0 === gradient[i] > 0 ? gains[i] * 0.8 : gains[i] + 0.2
      gains[i] = Math.max(gain, LEAST_GAIN)
      update[i] = MOMENTUM * update[i] - rate * gains[i] * gradient[i]
    }
    for (let i = 0; i < update.length; i += 2) {
      const length = Math.sqrt(update[i] * update[i] + update[i + 1] * update[i + 1])
      const scale = length > LONGEST_STEP ? LONGEST_STEP / length : 1
      update[i] *= scale
      update[i + 1] *= scale
      positions[i] += update[i]
      positions[i + 1] += update[i + 1]
    }
    centre(positions)
    iteration++
  }

  return {
    count,
    iterations,
    get iteration() {
      return iteration
    },
    positions: () => Float32Array.from(positions),
    step,
    kl: () => klDivergence({ affinities, positions, repulsion }),
  }
}

export interface Forces {
  readonly attraction: Attraction
  readonly repulsion: Repulsion
  /** [N,2] float64. */
  readonly positions: Float64Array
  readonly exaggeration: number
}

/** Fills `gradient` [N,2] with 4 Σⱼ (e·pᵢⱼ − qᵢⱼ)(1+d²ᵢⱼ)⁻¹(yᵢ−yⱼ), e the exaggeration, the derivative of KL(e·P‖Q) up to e's constant. */
export function tsneGradient({ attraction, repulsion, positions, exaggeration }: Forces, gradient: Float64Array): void {
  const push = -4 / repulsion.compute(positions, gradient)
  const pull = 4 * exaggeration
  const attracting = attraction.compute(positions)
  for (let i = 0; i < gradient.length; i++) gradient[i] = push * gradient[i] + pull * attracting[i]
}

export interface LayoutState {
  readonly affinities: Affinities
  /** [N,2] float64. */
  readonly positions: Float64Array
  readonly repulsion: Repulsion
}

/** KL(P‖Q) in nats. */
export function klDivergence({ affinities, positions, repulsion }: LayoutState): number {
  const { count, rowStart, columns, values } = affinities
  const z = repulsion.compute(positions, new Float64Array(2 * count))
  let sum = 0
  let mass = 0
  for (let i = 0; i < count; i++) {
    for (let at = rowStart[i + 1] - 1; at >= rowStart[i]; at--) {
      const j = columns[at]
      if (j < i) break
      const p = values[at]
      if (p <= 0) continue
      const dx = positions[2 * i] - positions[2 * j]
      const dy = positions[2 * i + 1] - positions[2 * j + 1]
      sum += p * Math.log(p * (1 + dx * dx + dy * dy))
      mass += p
    }
  }
  return 2 * sum + 2 * mass * Math.log(z)
}

function exaggerationAt(schedule: readonly TsnePhase[], iteration: number): number {
  let end = 0
  for (const phase of schedule) {
    end += phase.iterations
    if (iteration < end) return phase.exaggeration
  }
  return schedule.at(-1)?.exaggeration ?? 1
}

function startingPositions({ affinities, initial, start, seed }: TsneOptions): Float64Array {
  const length = 2 * affinities.count
  if (initial.length !== length || !initial.every(Number.isFinite)) {
    throw new AppError(
      'invalid-input',
      `The starting layout is not ${affinities.count} points with two finite coordinates.`,
      'Start from PCA, or from a layout of the same points.',
    )
  }
  const positions = Float64Array.from(initial)
  centre(positions)
  let squares = 0
  for (let i = 0; i < length; i += 2) squares += positions[i] ** 2
  const deviation = Math.sqrt(squares / affinities.count)
  const scale = start === 'as-is' ? 1 : deviation > 0 ? INITIAL_DEVIATION / deviation : 0
  const random = createRandom(seed).fork('tsne')
  for (let i = 0; i < length; i++) positions[i] = positions[i] * scale + 0.01 * INITIAL_DEVIATION * random.normal()
  return positions
}

function centre(positions: Float64Array): void {
  let x = 0
  let y = 0
  for (let i = 0; i < positions.length; i += 2) {
    x += positions[i]
    y += positions[i + 1]
  }
  x /= positions.length / 2
  y /= positions.length / 2
  for (let i = 0; i < positions.length; i += 2) {
    positions[i] -= x
    positions[i + 1] -= y
  }
}
