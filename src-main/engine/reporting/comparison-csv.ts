/** A comparison as CSV: one row a method and a run, for a spreadsheet. */
import { choosersOf, epochBy, takenWord } from '@shared/domain/checkpoint-words'
import type { ComparedMethod, Comparison } from '@shared/domain/comparison'
import type { CheckpointChoice } from '@shared/domain/scored-checkpoint'
import { csvFormatRows } from 'd3'

export function comparisonCsv({ methods, classNames, recommendation, checkpoints }: Comparison): string {
  const validators = recommendation.votes.map((vote) => vote.id)
  const choosers = choosersOf(checkpoints).map(({ id }) => id)
  const checkpointsOf = (id: string) => checkpoints.filter(({ of }) => of === id)
  const seeds = [...new Set(methods.flatMap((one) => one.seeds))].sort((a, b) => a - b)
  const header = [
    'run',
    'method',
    'seeds',
    'target %',
    '± 95 %',
    'over source-only, points',
    '± 95 % of it',
    'Wilcoxon p',
    'source %',
    'macro F1 %',
    'ECE %',
    'seconds',
    'images/s',
    'peak memory MB',
    ...classNames.map((name) => `class ${name} %`),
    ...classNames.map((name) => `class ${name} over source-only`),
    ...validators.map((id) => `validator ${id}`),
    ...seeds.map((seed) => `target % seed ${seed}`),
    ...seeds.map((seed) => `source % seed ${seed}`),
    ...seeds.map((seed) => `checkpoint seed ${seed}`),
    ...choosers.map((id) => `checkpoints by ${id}`),
  ]
  const rows = methods.map((one) => [
    one.runName,
    one.method,
    one.seeds.join(' '),
    one.target?.mean,
    one.target?.halfWidth,
    one.overSourceOnly?.mean,
    one.overSourceOnly?.halfWidth,
    one.overSourceOnly?.pValue,
    one.source.mean,
    one.macroF1Pct,
    one.ecePct,
    one.seconds,
    one.imagesPerSecond,
    one.peakMemoryBytes === null ? null : one.peakMemoryBytes / 1e6,
    ...classNames.map((_, index) => one.perClassPct?.[index]),
    ...classNames.map((_, index) => one.perClassOverSourceOnly?.[index]),
    ...validators.map((id) => one.validators[id]),
    ...seeds.map((seed) => figuresOf(one, seed)?.targetPct),
    ...seeds.map((seed) => figuresOf(one, seed)?.sourcePct),
    ...seeds.map((seed) => takenAt(checkpointsOf(one.id), seed)),
    // In the order of the column of seeds.
    ...choosers.map((id) =>
      checkpointsOf(one.id)
        .map((choice) => epochBy(choice, id))
        .join(' '),
    ),
  ])
  return `${csvFormatRows([header, ...rows.map((row) => row.map(cell))])}\n`
}

const figuresOf = ({ perSeed }: ComparedMethod, wanted: number) => perSeed.find(({ seed }) => seed === wanted)

function takenAt(choices: readonly CheckpointChoice[], wanted: number): string {
  const choice = choices.find(({ seed }) => seed === wanted)
  return choice === undefined ? '' : takenWord(choice)
}

function cell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'number' ? String(Number(value.toFixed(4))) : value
}
