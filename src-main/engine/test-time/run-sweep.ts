/** Streams the same images in every batch size and label shift of a plan, cell after cell; what is known already is not streamed again. */
import { AppError } from '@shared/contract/failure'
import type { SweepLine, SweepPlan, SweepProgress } from '@shared/domain/stream-sweep'
import { type SweepPlace, sweepPlaces } from '@shared/domain/sweep-grid'
import { accuracyPct } from '../evaluation/accuracy'
import type { RandomStream } from '../nn/random'
import { runStream, type StreamRun } from './run-stream'
import type { StreamSession } from './stream-method'
import { type StreamItem, streamBatches } from './stream-order'
import type { StreamSegment } from './stream-segments'

/** What a seed decides: the choice of images, the method's own draws and the random part of shifts. */
export interface SeedParts {
  readonly segments: readonly StreamSegment[]
  readonly random: RandomStream
  readonly imagesOf: StreamRun['imagesOf']
  /** The sweep disposes it. */
  start(): StreamSession
}

export interface SweepRun {
  readonly plan: Pick<SweepPlan, 'batches' | 'labelShifts' | 'seeds' | 'window'>
  readonly key: string
  /** Class id by image. */
  readonly labels: Int32Array
  readonly classes: number
  readonly sourceOf: StreamRun['sourceOf']
  openSeed(seed: number): SeedParts
  /** Streams of an earlier sweep with this key; others are passed over. */
  readonly known: readonly SweepLine[]
  readonly signal: AbortSignal
  /** On disk before it returns: after a stop the sweep goes on behind it. */
  onLine(line: SweepLine): void
  onProgress(progress: SweepProgress): void
}

/** Resolves with all lines of the plan. Throws `cancelled` after an abort; lines handed out by then are kept by the caller. */
export async function runSweep(run: SweepRun): Promise<SweepLine[]> {
  const { plan, key, onProgress } = run
  const wanted = plan.seeds.flatMap((seed) => sweepPlaces(plan).map((cell) => ({ seed, ...cell })))
  const find = (cell: (typeof wanted)[number]): SweepLine | undefined => run.known.find((line) => line.key === key && sameCell(line, cell))
  const lines = wanted.flatMap((cell) => find(cell) ?? [])
  const missing = wanted.filter((cell) => find(cell) === undefined)
  const clock = createClock(missing)
  const report = (): void => onProgress({ done: lines.length, total: wanted.length, secondsLeft: clock.secondsLeft() })
  report()
  for (const seed of plan.seeds) {
    const cells = missing.filter((cell) => cell.seed === seed)
    if (cells.length === 0) continue
    const parts = run.openSeed(seed)
    const session = parts.start()
    const sourceOf = remembering(run.sourceOf)
    try {
      for (const cell of cells) {
        const line = await streamCell(run, { parts, session, sourceOf }, cell).catch(keptSoFar(lines.length, wanted.length))
        run.onLine(line)
        lines.push(line)
        clock.done(cell)
        report()
      }
    } finally {
      session.dispose()
    }
  }
  return lines
}

/** Says of a stop what is not lost. */
function keptSoFar(done: number, total: number): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof AppError) || error.code !== 'cancelled') throw error
    throw new AppError(
      'cancelled',
      `The sweep was stopped after ${done} of ${total} streams, which are kept.`,
      'Start it again in the same way, and it goes on from there.',
    )
  }
}

function sameCell(line: SweepLine, cell: SweepPlace & { readonly seed: number }): boolean {
  return line.batch === cell.batch && line.labelShift === cell.labelShift && line.seed === cell.seed
}

interface SeedWork {
  readonly parts: SeedParts
  readonly session: StreamSession
  readonly sourceOf: StreamRun['sourceOf']
}

async function streamCell(
  { plan, key, labels, classes, signal }: SweepRun,
  { parts, session, sourceOf }: SeedWork,
  { batch, labelShift, seed }: SweepPlace & { readonly seed: number },
): Promise<SweepLine> {
  const order = {
    protocol: labelShift === null ? 'online' : 'correlated',
    concentration: labelShift ?? 1,
    batch,
    order: 'shuffled',
  } as const
  const outcome = await runStream({
    session,
    sourceOf,
    batches: streamBatches({ segments: parts.segments, labels }, order, parts.random.fork(`order ${labelShift ?? 'mixed'}`)),
    classes,
    plan: { window: plan.window, guard: false },
    imagesOf: parts.imagesOf,
    signal,
  })
  const answers = (of: 'adapted' | 'source'): number[] => outcome.reports.flatMap((report) => [...report[of]])
  const truth = outcome.reports.flatMap(({ items }) => items.map(({ image }) => labels[image]))
  return {
    key,
    batch,
    labelShift,
    seed,
    images: truth.length,
    errorPct: 100 - accuracyPct(answers('adapted'), truth),
    sourceErrorPct: 100 - accuracyPct(answers('source'), truth),
    collapsedPct: (100 * outcome.collapses) / outcome.reports.length,
    seconds: outcome.seconds,
  }
}

/** The source model's answer to an image under a shift never changes within a seed: it is asked once. */
function remembering(sourceOf: StreamRun['sourceOf']): StreamRun['sourceOf'] {
  const known = new Map<string, number>()
  const keyOf = ({ image, segment }: StreamItem): string => `${segment}/${image}`
  return (items, x) => {
    if (items.some((item) => !known.has(keyOf(item)))) {
      sourceOf(items, x).forEach((classId, row) => {
        known.set(keyOf(items[row]), classId)
      })
    }
    return Int32Array.from(items, (item) => known.get(keyOf(item)) as number)
  }
}

/** Time left, from how long the cells so far took: an update costs about as much as passing these many images. */
const imagesPerUpdate = 32

function createClock(missing: readonly SweepPlace[]): { done(cell: SweepPlace): void; secondsLeft(): number | null } {
  const cost = ({ batch }: SweepPlace): number => 1 / batch + 1 / imagesPerUpdate
  const began = performance.now()
  let left = missing.reduce((sum, cell) => sum + cost(cell), 0)
  let spent = 0
  return {
    done(cell) {
      spent += cost(cell)
      left -= cost(cell)
    },
    secondsLeft: () => (spent === 0 ? null : (Math.max(0, left) * (performance.now() - began)) / 1000 / spent),
  }
}
