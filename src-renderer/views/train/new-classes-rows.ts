/** What the report of a study of new classes plots and says: accuracy on classes never trained on, beside what needs no training. */
import type { TrialResult } from '@shared/domain/run'
import { signed } from '@shared/domain/signed-figure'
import { tInterval } from '@shared/domain/t-interval'
import type { IntervalRow } from '../../charts/interval/interval-rows'

export interface NewClassesReport {
  readonly title: string
  readonly subtitle: string
  readonly rows: readonly IntervalRow[]
  readonly reference: { readonly value: number; readonly label: string }
  readonly sentences: readonly string[]
}

interface Row {
  readonly id: string
  readonly label: string
  readonly note: string
  readonly figureOf: (trial: TrialResult) => number
  /** Half width where there is one seed. */
  readonly halfOf: (trial: TrialResult) => number
}

/** `runs`: the trials of one method, of that label. Null where it met no new classes. */
export function newClassesReport(runs: readonly TrialResult[], label: string): NewClassesReport | null {
  const [first] = runs
  if (first?.fewShot) return fewShotReport(runs, first.fewShot, label)
  if (first?.zeroShot) return zeroShotReport(runs, first.zeroShot, label)
  return null
}

function fewShotReport(runs: readonly TrialResult[], figures: NonNullable<TrialResult['fewShot']>, label: string): NewClassesReport {
  const { ways, shots, queries, episodes, classes, pairs } = figures
  const rows: Row[] = [
    {
      id: 'own',
      label,
      note: 'few-shot',
      figureOf: ({ fewShot }) => fewShot?.accuracy.meanPct ?? 0,
      halfOf: ({ fewShot }) => fewShot?.accuracy.ci95Pct ?? 0,
    },
    {
      id: 'pixel',
      label: 'Nearest pixels',
      note: 'no training',
      figureOf: ({ fewShot }) => fewShot?.nearestPixel.meanPct ?? 0,
      halfOf: ({ fewShot }) => fewShot?.nearestPixel.ci95Pct ?? 0,
    },
  ]
  const over = meanOf(runs.map(({ fewShot }) => fewShot?.overNearestPixel.meanPct ?? 0))
  return {
    title: 'Classes never trained on',
    subtitle: `${ways} ways, ${shots} shots, ${queries} queries a class, ${episodes} episodes; bar: 95 % interval over ${runs.length === 1 ? 'episodes' : 'seeds'}`,
    rows: rows.map((row) => toRow(row, runs)),
    reference: { value: 100 / ways, label: 'chance' },
    sentences: [
      `${signed(over)} points over the nearest pixels, on the same episodes.`,
      `Episodes were drawn from ${classes.length} classes that the source lacks: ${classes.slice(0, 8).join(', ')}${classes.length > 8 ? ', …' : ''}.`,
      ...(pairs
        ? [
            `By a distance of ${pairs.within} alone, ${pairs.samePct.toFixed(0)} % of pairs of one class and ${pairs.differentPct.toFixed(0)} % of pairs of two are told.`,
          ]
        : []),
    ],
  }
}

function zeroShotReport(runs: readonly TrialResult[], figures: NonNullable<TrialResult['zeroShot']>, label: string): NewClassesReport {
  const share = (
    pick: (one: NonNullable<TrialResult['zeroShot']>) => { readonly pct: number; readonly lowPct: number; readonly highPct: number },
  ) => ({
    figureOf: ({ zeroShot }: TrialResult) => (zeroShot ? pick(zeroShot).pct : 0),
    halfOf: ({ zeroShot }: TrialResult) => (zeroShot ? (pick(zeroShot).highPct - pick(zeroShot).lowPct) / 2 : 0),
  })
  const rows: Row[] = [
    { id: 'unseen', label: `${label}, among unseen`, note: `${figures.unseenClasses.length} classes`, ...share(({ unseen }) => unseen) },
    { id: 'all-unseen', label: 'Unseen, among all', note: 'generalized', ...share(({ generalized }) => generalized.unseen) },
    { id: 'all-seen', label: 'Seen, among all', note: 'generalized', ...share(({ generalized }) => generalized.seen) },
  ]
  const harmonic = meanOf(runs.map(({ zeroShot }) => zeroShot?.generalized.harmonicPct ?? 0))
  return {
    title: 'Classes never trained on',
    subtitle: `recognised by their attributes; bar: 95 % interval over ${runs.length === 1 ? 'images' : 'seeds'}`,
    rows: rows.map((row) => toRow(row, runs)),
    reference: { value: figures.chancePct, label: 'chance' },
    sentences: [
      `Chance among ${figures.unseenClasses.length} unseen classes is ${figures.chancePct.toFixed(1)} %.`,
      `Among all ${figures.unseenClasses.length + figures.seenClasses.length} classes, the harmonic mean of seen and unseen is ${harmonic.toFixed(1)} %.`,
    ],
  }
}

/** With one seed the bar is that of its images or episodes; with several, the t-interval over seeds. */
function toRow({ id, label, note, figureOf, halfOf }: Row, runs: readonly TrialResult[]): IntervalRow {
  const { mean, halfWidth } = tInterval(runs.map(figureOf))
  return {
    id,
    label,
    note,
    mean,
    half: halfWidth ?? meanOf(runs.map(halfOf)),
    seeds: runs.map((trial) => ({ seed: trial.seed, value: figureOf(trial) })),
    tone: id === 'own' || id === 'unseen' ? 'focus' : 'quiet',
    cells: [],
  }
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
