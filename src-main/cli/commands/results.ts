/** `lab results`, behind `npm run results`: runs what is missing of the declared matrix and streams, and writes docs/results.md. */
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { AppError } from '@shared/contract/failure'
import type { RunRecord, RunResult } from '@shared/domain/run'
import { z } from 'zod'
import { builtInPairs, openBuiltInDomain } from '../../engine/data/built-in-pairs'
import { listMethods } from '../../engine/methods/registry'
import { resultsDocument } from '../../engine/reporting/results/results-document'
import { ResultsLine } from '../../engine/reporting/results/results-line'
import { type ResultsEntry, resultsMatrix, resultsMethods, resultsRequest } from '../../engine/reporting/results/results-matrix'
import type { StreamLine } from '../../engine/reporting/results/stream-line'
import { methodsOfStreams } from '../../engine/reporting/results/stream-matrix'
import type { StudyLine } from '../../engine/reporting/results/study-line'
import { listStreamMethods } from '../../engine/test-time/registry'
import { writeFileAtomic } from '../../storage/atomic-file'
import { appendJsonLineDurably, readJsonLines } from '../../storage/json-lines'
import { findLocations, projectFolder } from '../../storage/locations'
import { type Command, exitCode } from '../command'
import { declarationOf, declaredKey } from '../declared-key'
import { type EngineSession, openEngine } from '../engine-session'
import { reportProgress } from '../follow-run'
import type { Output } from '../output'
import { settleRun } from '../settle-run'
import { currentStreamLines, forgetStreams, plannedStreams, runStreams, type StreamCell } from '../stream-results'
import { currentStudyLines, runStudies } from '../study-results'

export const results: Command = {
  name: 'results',
  usage: '[--pairs ID… | --streams | --studies] [--methods ID…] [--again ID…] [--write-only] [--out FILE]',
  summary: 'Runs every method over several seeds, trained and at test time, and writes docs/results.md; goes on where it was stopped.',
  maxPositionals: 0,
  flags: {
    pairs: { value: 'ID', many: true, help: 'only these pairs of the matrix', schema: z.array(z.string()).optional() },
    streams: { help: 'only the streams of test-time adaptation', schema: z.boolean().optional() },
    studies: { help: 'only parts of the labels, domains never seen and classes never trained on', schema: z.boolean().optional() },
    methods: { value: 'ID', many: true, help: 'only these methods', schema: z.array(z.string()).optional() },
    again: { value: 'ID', many: true, help: 'methods whose figures are measured anew', schema: z.array(z.string()).optional() },
    'write-only': { help: 'writes the document from what is there', schema: z.boolean().optional() },
    out: { value: 'FILE', help: 'document to write; default docs/results.md of the project', schema: z.string().optional() },
  },
  async run({ values, output, interrupt }) {
    const folder = join(findLocations().home, 'results')
    const linesFile = join(folder, 'results.jsonl')
    const document = values.out === undefined ? join(projectFolder(), 'docs', 'results.md') : resolve(String(values.out))
    const again = new Set((values.again as string[] | undefined) ?? [])
    const { cells, streams, studies } = planned(values)
    let lines = (await readJsonLines(linesFile, ResultsLine)).filter((line) => !again.has(line.method))
    if (again.size > 0) await writeFileAtomic(linesFile, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    await forgetStreams(folder, again)
    const write = async (): Promise<void> =>
      writeFileAtomic(document, toDocument(lines, await currentStreamLines(folder), await currentStudyLines(folder)))
    await write()
    if (values['write-only'] !== true) {
      const known = new Set(lines.map((line) => line.key))
      const missing = cells.filter((cell) => !known.has(cell.key))
      const engine = openEngine(output.note, { maps: 'never' })
      reportProgress(engine, output)
      for (const [index, cell] of missing.entries()) {
        output.note(`${index + 1} of ${missing.length}: ${cell.method} on ${cell.entry.pair}`)
        const added = await runCell(engine, cell, { folder, output, interrupt })
        if (added === null) return exitCode.interrupted
        for (const line of added) appendJsonLineDurably(linesFile, line)
        lines = [...lines, ...added]
        await write()
      }
      if (!(await runStreams(streams, { engine, folder, output, interrupt, onLine: write }))) return exitCode.interrupted
      if (studies && !(await runStudies({ engine, folder, output, interrupt, onLine: write }))) return exitCode.interrupted
    }
    const streamed = (await currentStreamLines(folder)).length
    output.result(
      { document, lines: linesFile, trials: lines.length, streams: streamed },
      () => `${lines.length} trials and ${streamed} streams in ${folder}; written to ${document}`,
    )
    return exitCode.done
  },
}

/** One method on one pair, all seeds. */
interface Cell {
  readonly entry: ResultsEntry
  readonly method: string
  readonly key: string
}

interface Planned {
  readonly cells: Cell[]
  readonly streams: StreamCell[]
  /** Whether parts of the labels, domains never seen and classes never trained on are run. */
  readonly studies: boolean
}

/** What the flags leave of the parts; methods that are named without `--streams` are trained ones. */
function planned(values: Readonly<Record<string, unknown>>): Planned {
  if (values.studies === true) return { cells: [], streams: [], studies: true }
  if (values.streams !== true) {
    const everything = values.pairs === undefined && values.methods === undefined
    return { cells: plannedCells(values), streams: everything ? plannedStreams(null) : [], studies: everything }
  }
  if (values.pairs !== undefined) {
    throw new AppError('invalid-input', '--streams and --pairs exclude each other.', 'Streams go through one pair of their own.', '--pairs')
  }
  return {
    cells: [],
    studies: false,
    streams: plannedStreams(chosen(values.methods, methodsOfStreams(), (method) => method.id, '--methods').map(({ id }) => id)),
  }
}

/** Throws `invalid-input` for a pair or method that the matrix does not have. */
function plannedCells(values: Readonly<Record<string, unknown>>): Cell[] {
  const pairs = chosen(values.pairs, resultsMatrix, (entry) => entry.pair, '--pairs')
  const methods = chosen(values.methods, resultsMethods(), (method) => method.id, '--methods')
  return pairs.flatMap((entry) =>
    methods.map(({ id }) => ({ entry, method: id, key: declaredKey(declarationOf(resultsRequest(entry, id))) })),
  )
}

function chosen<T>(wanted: unknown, all: readonly T[], idOf: (one: T) => string, flag: string): readonly T[] {
  if (wanted === undefined) return all
  const ids = (wanted as string[]).flatMap((text) => text.split(','))
  const unknown = ids.find((id) => !all.some((one) => idOf(one) === id))
  if (unknown !== undefined) {
    throw new AppError('invalid-input', `The matrix has no "${unknown}".`, `It has: ${all.map(idOf).join(', ')}.`, flag)
  }
  return all.filter((one) => ids.includes(idOf(one)))
}

interface CellContext {
  /** Run folders lie below it while they are needed. */
  readonly folder: string
  readonly output: Output
  readonly interrupt: AbortSignal
}

/** Lines of the cell's trials, or the one line that says why there are none; null when interrupted. */
async function runCell(engine: EngineSession, cell: Cell, { folder, output, interrupt }: CellContext): Promise<ResultsLine[] | null> {
  const { entry, method, key } = cell
  const path = join(folder, 'runs', `${entry.pair}-${method}-${key}`)
  // Data that set-up has left out ends the command with its remedy; it is no failure of a method.
  await openBuiltInDomain({ kind: 'built-in', pair: entry.pair, role: 'source' }, findLocations().builtInFolder)
  const place = { key, pair: entry.pair, method }
  const request = resultsRequest(entry, method)
  const settled = await settleRun(engine, { request, folder: path }, interrupt).catch((error: unknown) => {
    if (error instanceof AppError && error.code !== 'cancelled') return error
    throw error
  })
  if (interrupt.aborted) return null
  if (settled instanceof AppError || settled.status !== 'done') {
    const failure = settled instanceof AppError ? settled : settled.failure
    const message = `${failure?.message ?? 'stopped'} ${failure?.hint ?? ''}`.trim()
    output.note(`${method} on ${entry.pair}: ${message}`)
    await rm(path, { recursive: true, force: true })
    return [{ ...place, kind: 'failure', finishedAt: new Date().toISOString(), message }]
  }
  const { result } = await engine.client.call('runs.get', { runId: settled.id })
  if (result === null) throw new AppError('internal', `${path} has no result.json.`, 'Run the command again.')
  const lines = toLines(settled, result, place)
  await rm(path, { recursive: true, force: true })
  return lines
}

function toLines(
  record: RunRecord,
  result: RunResult,
  place: { readonly key: string; readonly pair: string; readonly method: string },
): ResultsLine[] {
  const { request, device } = record
  return result.runs.map((trial) => ({
    ...trial,
    ...place,
    kind: 'trial',
    finishedAt: record.finishedAt ?? new Date().toISOString(),
    epochs: request.epochs,
    backbone: request.backbone,
    device: device?.device ?? 'cpu',
    threads: device?.threads ?? 1,
    tensorflow: device?.tensorflow ?? '',
  }))
}

/** Lines of settings that are no longer asked for stay in the file and out of the document. */
function toDocument(lines: readonly ResultsLine[], streams: readonly StreamLine[], studies: readonly StudyLine[]): string {
  const current = new Set(plannedCells({}).map((cell) => cell.key))
  return resultsDocument({
    matrix: resultsMatrix,
    lines: lines.filter((line) => current.has(line.key)),
    labels: new Map(listMethods().map((method) => [method.id, method.label])),
    studies,
    streams: { lines: streams, labels: new Map(listStreamMethods().map((method) => [method.id, method.label])) },
    pairLabels: new Map(builtInPairs.map((pair) => [pair.id, pair.label])),
  })
}
