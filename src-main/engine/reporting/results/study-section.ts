/** Sections of docs/results.md on domains never seen, classes never trained on and parts of the labels, from the lines of their studies. */
import type { RunRecord, RunResult } from '@shared/domain/run'
import { tInterval } from '@shared/domain/t-interval'
import { tabulate } from '../../generalization/tabulate'
import { generalizationMarkdown } from '../generalization-documents'
import type { StudyLine } from './study-line'
import { generalizationCommand, newClassesCommand, studySeeds } from './study-matrix'
import { transferSection } from './transfer-section'

/** `labels`: of methods by id. Nothing where there are no lines. */
export function studySections(lines: readonly StudyLine[], labels: ReadonlyMap<string, string>): string[] {
  const of = (section: StudyLine['section']) => lines.filter((line) => line.section === section)
  return [
    ...unseenDomains(of('generalization'), labels),
    ...transferSection(of('transfer')),
    ...fewShot(of('few-shot'), labels),
    ...zeroShot(of('zero-shot'), labels),
  ]
}

function unseenDomains(lines: readonly StudyLine[], labels: ReadonlyMap<string, string>): string[] {
  const trials = lines.flatMap((line) => line.trials)
  const folds = new Map(trials.flatMap(({ fold }) => (fold ? [[fold.heldOut, fold] as const] : [])))
  if (folds.size === 0) return []
  const methods = lines.map((line) => line.method)
  const runs = [...folds].map(([heldOut, fold]) => ({
    record: { name: '', request: { fold, methods, seeds: [...studySeeds] } } as unknown as RunRecord,
    result: { runs: trials.filter((one) => one.fold?.heldOut === heldOut).map(({ trial }) => trial) } as unknown as RunResult,
  }))
  return [
    '## A domain never seen: rotated digits',
    '',
    generalizationMarkdown(tabulate(runs, (id) => labels.get(id) ?? id)),
    'SWAD’s mean begins where the loss on held-out source images stops falling; in a training in which it falls to the end, SWAD is ERM.',
    '',
    `Command, for each method: \`${generalizationCommand('METHOD')}\``,
    '',
  ]
}

function fewShot(lines: readonly StudyLine[], labels: ReadonlyMap<string, string>): string[] {
  if (lines.length === 0) return []
  return [
    '## Classes never trained on, from a few images',
    '',
    'Digits 0 to 4 learnt, 5 to 9 recognised; mean over episodes ± 95 % interval, the mean of the seeds. "Over": difference on the same episodes.',
    '',
    '| Method | Episodes | Ways, shots | Accuracy % | Nearest pixel % | Over, points |',
    '|---|---|---|---|---|---|',
    ...lines.map(({ method, trials }) => {
      const figures = trials.flatMap(({ trial }) => trial.fewShot ?? [])
      const [first] = figures
      const cell = (pick: (one: (typeof figures)[number]) => { readonly meanPct: number; readonly ci95Pct: number }): string =>
        `${meanOf(figures.map((one) => pick(one).meanPct))} ± ${meanOf(figures.map((one) => pick(one).ci95Pct))}`
      return `| ${labels.get(method) ?? method} | ${figures.length} × ${first.episodes} | ${first.ways}, ${first.shots} | ${cell((one) => one.accuracy)} | ${cell((one) => one.nearestPixel)} | ${cell((one) => one.overNearestPixel)} |`
    }),
    '',
    `Command: \`${newClassesCommand('few-shot', 'METHOD')}\``,
    '',
  ]
}

function zeroShot(lines: readonly StudyLine[], labels: ReadonlyMap<string, string>): string[] {
  if (lines.length === 0) return []
  return [
    '## Classes never trained on, from their attributes',
    '',
    'Shapes: 72 combinations learnt, 24 others recognised. One row a seed; brackets: 95 % Wilson interval over images.',
    '',
    '| Method | Seed | Unseen % | Chance % | Generalized: seen % | unseen % | harmonic mean % |',
    '|---|---|---|---|---|---|---|',
    ...lines.flatMap(({ method, trials }) =>
      trials.flatMap(({ trial: { seed, zeroShot: figures } }) => {
        if (figures === undefined) return []
        const { unseen, chancePct, generalized } = figures
        return [
          `| ${labels.get(method) ?? method} | ${seed} | ${unseen.pct.toFixed(1)} [${unseen.lowPct.toFixed(1)}, ${unseen.highPct.toFixed(1)}] | ${chancePct.toFixed(1)} | ${generalized.seen.pct.toFixed(1)} | ${generalized.unseen.pct.toFixed(1)} | ${generalized.harmonicPct.toFixed(1)} |`,
        ]
      }),
    ),
    '',
    `Command: \`${newClassesCommand('zero-shot', 'semantic-codes')}\``,
    '',
  ]
}

const meanOf = (values: readonly number[]): string => tInterval(values).mean.toFixed(1)
