/** `lab compare`: runs side by side, with paired tests and what the validators would choose. */
import { resolve } from 'node:path'
import { AppError } from '@shared/contract/failure'
import { checkpointCells, choosersOf, reasonWords } from '@shared/domain/checkpoint-words'
import type { ComparedMethod, Comparison } from '@shared/domain/comparison'
import type { CheckpointChoice } from '@shared/domain/scored-checkpoint'
import { signed, signedFigure } from '@shared/domain/signed-figure'
import { z } from 'zod'
import { writeFileAtomic } from '../../storage/atomic-file'
import { type Command, exitCode } from '../command'
import { openEngine } from '../engine-session'
import { alignRows } from '../text-table'

export const compare: Command = {
  name: 'compare',
  usage: 'DIR… [--csv FILE] [--html FILE]',
  summary: 'Holds finished runs side by side: intervals, paired significance, and the choice without labels.',
  maxPositionals: 50,
  flags: {
    csv: { value: 'FILE', help: 'writes the table as CSV', schema: z.string().optional() },
    html: { value: 'FILE', help: 'writes a page with all tables', schema: z.string().optional() },
  },
  async run({ positionals, values, output }) {
    if (positionals.length === 0) {
      throw new AppError('invalid-input', 'No run folder is given.', 'Name one or more folders, as given to --out of lab run.', 'DIR')
    }
    const { client } = openEngine(output.note)
    const opened = new Set<string>()
    for (const folder of positionals) opened.add((await client.call('runs.open', { folder })).id)
    const runIds = [...opened]
    const comparison = await client.call('runs.compare', { runIds })
    for (const format of ['csv', 'html'] as const) {
      const file = values[format]
      if (file === undefined) continue
      const { text } = await client.call('runs.compareDocument', { runIds, format })
      await writeFileAtomic(resolve(String(file)), text)
    }
    output.result(comparison, () => describe(comparison))
    return exitCode.done
  },
}

function describe({ methods, classNames, pairs, recommendation, checkpoints }: Comparison): string {
  const runs = new Set(methods.map(({ runId }) => runId)).size
  const name = (one: ComparedMethod): string => (runs > 1 ? `${one.method} (${one.runName})` : one.method)
  const named = (id: string): string => name(methods.find((one) => one.id === id) as ComparedMethod)
  const rows = methods.map((one) => [
    name(one),
    String(one.seeds.length),
    one.target === null ? 'no labels' : withHalf(one.target.mean, one.target.halfWidth),
    one.overSourceOnly === null ? '' : `${signedFigure(one.overSourceOnly)}, p ${one.overSourceOnly.pValue.toFixed(3)}`,
    withHalf(one.source.mean, one.source.halfWidth),
    `${Math.round(one.seconds)} s`,
    String(Math.round(one.imagesPerSecond)),
    one.peakMemoryBytes === null ? '' : `${Math.round(one.peakMemoryBytes / 1e6)} MB`,
  ])
  return [
    ...alignRows([['method', 'seeds', 'target %', 'over source-only', 'source %', 'training', 'images/s', 'memory'], ...rows]),
    ...pairs.map(
      (pair) =>
        `${named(pair.a)} − ${named(pair.b)}: ${signedFigure(pair)} points over ${pair.seeds.length} seeds, p ${pair.pValue.toFixed(3)}`,
    ),
    ...describeClasses(methods, classNames, named),
    '',
    ...(recommendation.votes.length === 0
      ? []
      : alignRows([
          ['validator', ...recommendation.candidates.map(named)],
          ...recommendation.votes.map((vote) => [vote.id, ...vote.ranks.map(String)]),
        ])),
    `${recommendation.choice === null ? 'No recommendation' : `Recommended: ${named(recommendation.choice)}`}. ${recommendation.reason}`,
    ...describeCheckpoints(checkpoints, named),
  ].join('\n')
}

/** A row a class: what of it each method recognises on the target, and in brackets the points over source-only. */
function describeClasses(methods: readonly ComparedMethod[], classNames: readonly string[], named: (id: string) => string): string[] {
  const judged = methods.filter(({ perClassPct }) => perClassPct !== null)
  if (judged.length === 0) return []
  const cell = ({ perClassPct, perClassOverSourceOnly }: ComparedMethod, index: number): string => {
    const over = perClassOverSourceOnly?.[index] ?? null
    return `${perClassPct?.[index]?.toFixed(1) ?? '–'}${over === null ? '' : ` (${signed(over)})`}`
  }
  return [
    '',
    ...alignRows([
      ['class %', ...judged.map(({ id }) => named(id))],
      ...classNames.map((name, index) => [name, ...judged.map((one) => cell(one, index))]),
    ]),
  ]
}

/** A row a trial: the epoch that each validator would take, the one recommended, and what that costs where labels were read. */
function describeCheckpoints(checkpoints: readonly CheckpointChoice[], named: (id: string) => string): string[] {
  if (checkpoints.length === 0) return []
  const choosers = choosersOf(checkpoints)
  return [
    '',
    ...alignRows([
      ['checkpoint', 'seed', ...choosers.map(({ id }) => id), 'recommended', 'costs', 'last costs'],
      ...checkpoints.map((one) => [named(one.of), String(one.seed), ...checkpointCells(one, choosers, '')]),
    ]),
    ...checkpoints.map((one) => `${named(one.of)} seed ${one.seed}: ${reasonWords(one)}`),
  ]
}

const withHalf = (mean: number, half: number | null): string => `${mean.toFixed(1)}${half === null ? '' : ` ± ${half.toFixed(1)}`}`
