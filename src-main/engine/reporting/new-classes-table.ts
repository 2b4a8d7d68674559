/** Figures on classes never trained on, as a table for the report and the model card. */
import type { EpisodeMean, FewShotFigures, Share, ZeroShotFigures } from '@shared/domain/new-classes'
import type { RunResult, TrialResult } from '@shared/domain/run'
import { signed } from '@shared/domain/signed-figure'

export interface NewClassesTable {
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly note: string
}

/** One row a trial. Null where no method of the run met new classes. `labels`: of methods by id. */
export function newClassesTable({ runs }: Pick<RunResult, 'runs'>, labels: Readonly<Record<string, string>>): NewClassesTable | null {
  const rowsOf = <T>(figuresOf: (trial: TrialResult) => T | undefined, cells: (figures: T) => string[]): string[][] =>
    runs.flatMap((trial) => {
      const figures = figuresOf(trial)
      return figures === undefined ? [] : [[labels[trial.method] ?? trial.method, String(trial.seed), ...cells(figures)]]
    })
  const few = runs.find(({ fewShot }) => fewShot !== undefined)?.fewShot
  if (few !== undefined) {
    const told = runs.some(({ fewShot }) => fewShot?.pairs !== undefined)
    return {
      header: ['Method', 'Seed', 'New classes', 'Nearest pixels', 'Difference, points', ...(told ? ['Pairs told: same, different'] : [])],
      rows: rowsOf(
        ({ fewShot }) => fewShot,
        (figures) => fewShotCells(figures, told),
      ),
      note: `${few.ways} ways, ${few.shots} shots, ${few.queries} queries a class; mean over ${few.episodes} episodes ± 95 % interval. Chance: ${percent(100 / few.ways)}. Nearest pixels need no training and meet the same episodes. New classes: ${few.classes.join(', ')}.`,
    }
  }
  const zero = runs.find(({ zeroShot }) => zeroShot !== undefined)?.zeroShot
  if (zero === undefined) return null
  return {
    header: ['Method', 'Seed', 'Unseen, among unseen', 'Seen, among all', 'Unseen, among all', 'Harmonic mean'],
    rows: rowsOf(({ zeroShot }) => zeroShot, zeroShotCells),
    note: `Chance among ${zero.unseenClasses.length} unseen classes: ${percent(zero.chancePct)}. Brackets: 95 % Wilson interval over images. Unseen classes: ${zero.unseenClasses.join(', ')}.`,
  }
}

function fewShotCells({ accuracy, nearestPixel, overNearestPixel, pairs }: FewShotFigures, told: boolean): string[] {
  const figure = ({ meanPct, ci95Pct }: EpisodeMean): string => `${meanPct.toFixed(1)} ± ${ci95Pct.toFixed(1)}`
  const over = `${signed(overNearestPixel.meanPct)} ± ${overNearestPixel.ci95Pct.toFixed(1)}`
  return [
    `${figure(accuracy)} %`,
    `${figure(nearestPixel)} %`,
    over,
    ...(told ? [pairs ? `${percent(pairs.samePct)}, ${percent(pairs.differentPct)} at ${pairs.within}` : ''] : []),
  ]
}

function zeroShotCells({ unseen, generalized }: ZeroShotFigures): string[] {
  const share = ({ pct, lowPct, highPct }: Share): string => `${pct.toFixed(1)} % [${lowPct.toFixed(1)}, ${highPct.toFixed(1)}]`
  return [share(unseen), share(generalized.seen), share(generalized.unseen), percent(generalized.harmonicPct)]
}

const percent = (value: number): string => `${value.toFixed(1)} %`
