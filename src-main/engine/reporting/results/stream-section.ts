/** The section "Test time" of `docs/results.md`: what each method makes of the same streams, and what follows from it. */
import { signed, signedFigure } from '@shared/domain/signed-figure'
import { type Interval, tInterval } from '@shared/domain/t-interval'
import type { StreamLine } from './stream-line'
import { type StreamTable, streamModelRequest, streamPlan, streamTables } from './stream-matrix'

interface Row {
  readonly method: string
  readonly label: string
  readonly seeds: number
  readonly error: Interval
  /** Part of the source model's error that is gone, in percent; null for the source model itself. */
  readonly cut: Interval | null
  /** Mean error under each shift. */
  readonly perShift: readonly number[]
}

const sourceId = 'source'

/** Empty where nothing was streamed. `labels`: of methods by id. */
export function streamSection(lines: readonly StreamLine[], labels: ReadonlyMap<string, string>): string[] {
  if (lines.length === 0) return []
  const { backbone, epochs, settings } = streamModelRequest()
  const { shifts } = streamPlan(streamTables[0], sourceId, 0)
  const accuracy = tInterval([...new Map(lines.map((line) => [line.seed, line.sourceAccuracyPct])).values()])
  return [
    '## Test time',
    '',
    `Network \`${backbone}\` trained on the digits' source alone (${epochs} epochs, ${Object.entries(settings)
      .map(([name, value]) => `${name}=${value}`)
      .join(
        ' ',
      )}; accuracy on its unshifted test images ${interval(accuracy)} %). Those test images are streamed in batches (of 64 unless a table says otherwise) under ${shifts.length} shifts, all of the library that have ImageNet-C's constants, one after another. Each batch is answered, then learnt from. **Error** in %, mean ± 95 % t-interval over the seeds, each a model and an order of its own; "cut": the part of the source model's error on the same images that is gone, below 0 what is added. Methods at their defaults.`,
    '',
    ...streamTables.flatMap((table) => tableOf(table, { lines, labels, kinds: shifts.map(({ kind }) => kind) })),
  ]
}

interface TableParts {
  readonly lines: readonly StreamLine[]
  readonly labels: ReadonlyMap<string, string>
  readonly kinds: readonly string[]
}

function tableOf({ id, protocol, severity, batch, title, note }: StreamTable, { lines, labels, kinds }: TableParts): string[] {
  const own = lines.filter(({ table }) => table === id)
  if (own.length === 0) return []
  const rows = rowsOf(own, labels)
  const missing = [...labels.keys()].filter((method) => !rows.some((row) => row.method === method))
  const command = `npm run -s lab -- stream --model DIR --method ID --protocol ${protocol} --batch ${batch} --shift ${kinds.map((kind) => `${kind}:${severity}`).join(',')}`
  return [
    `### ${title}`,
    '',
    `${note} A row again, one seed: \`${command}\`.`,
    '',
    `| Method | Seeds | Error % | Cut % | ${kinds.join(' | ')} |`,
    `|---|---|---|---|${kinds.map(() => '---').join('|')}|`,
    ...rows.map(tableRow),
    '',
    ...(missing.length > 0 ? [`Not streamed yet: ${missing.map((method) => labels.get(method)).join(', ')}.`, ''] : []),
    ...verdicts(rows),
    '',
  ]
}

/** Best first; the source model's row is what stands beside the methods. */
function rowsOf(lines: readonly StreamLine[], labels: ReadonlyMap<string, string>): Row[] {
  const methods = [...new Set(lines.map(({ method }) => method))]
  const rows = methods.map((method): Row => {
    const own = lines.filter((line) => line.method === method)
    return {
      method,
      label: labels.get(method) ?? method,
      seeds: own.length,
      error: tInterval(own.map(({ errorPct }) => errorPct)),
      cut: tInterval(own.map(({ errorPct, sourceErrorPct }) => 100 * (1 - errorPct / sourceErrorPct))),
      perShift: meanPerShift(own.map(({ perShift }) => perShift.map(({ errorPct }) => errorPct ?? Number.NaN))),
    }
  })
  const perSeed = [...new Map(lines.map((line) => [line.seed, line])).values()]
  const source: Row = {
    method: sourceId,
    label: `*${labels.get(sourceId) ?? sourceId}*`,
    seeds: perSeed.length,
    error: tInterval(perSeed.map(({ sourceErrorPct }) => sourceErrorPct)),
    cut: null,
    perShift: meanPerShift(perSeed.map(({ perShift }) => perShift.map((one) => one.withoutAdaptation.errorPct ?? Number.NaN))),
  }
  return [...rows, source].sort((a, b) => a.error.mean - b.error.mean)
}

const meanPerShift = (seeds: readonly (readonly number[])[]): number[] =>
  (seeds[0] ?? []).map((_, at) => seeds.reduce((sum, values) => sum + values[at], 0) / seeds.length)

function tableRow({ label, seeds, error, cut, perShift }: Row): string {
  const cells = [label, seeds, interval(error), cut === null ? '' : signedFigure(cut, 0), ...perShift.map((value) => value.toFixed(1))]
  return `| ${cells.join(' | ')} |`
}

/** A quarter of the source model's error: what a method has to take off to be said to help. */
const quarterPct = 25

function verdicts(rows: readonly Row[]): string[] {
  const methods = rows.filter((row) => row.cut !== null)
  const named = (some: readonly Row[]): string => some.map(({ label, cut }) => `${label} (${signed(cut?.mean ?? 0, 0)} %)`).join(', ')
  const group = (text: string, some: readonly Row[]): string[] => (some.length === 0 ? [] : [`- ${text}: ${named(some)}.`])
  return [
    ...group(
      'Cut the mean error by a quarter or more',
      methods.filter(({ cut }) => (cut?.mean ?? 0) >= quarterPct),
    ),
    ...group(
      'Cut it by less',
      methods.filter(({ cut }) => (cut?.mean ?? 0) > 0 && (cut?.mean ?? 0) < quarterPct),
    ),
    ...group(
      'Lose against the source model',
      methods.filter(({ cut }) => (cut?.mean ?? 0) <= 0),
    ),
  ]
}

const interval = ({ mean, halfWidth }: Interval): string =>
  halfWidth === null ? mean.toFixed(1) : `${mean.toFixed(1)} ± ${halfWidth.toFixed(1)}`
