/** The part of `lab results` on domains never seen, classes never trained on and parts of the labels: runs what is missing of the declared studies. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '@shared/contract/failure'
import { StudyLine } from '../engine/reporting/results/study-line'
import { type StudyCell, studyCells } from '../engine/reporting/results/study-matrix'
import { appendJsonLineDurably, readJsonLines } from '../storage/json-lines'
import { declarationOf, declaredKey } from './declared-key'
import type { EngineSession } from './engine-session'
import type { Output } from './output'
import { settleRun } from './settle-run'

const linesFile = (folder: string): string => join(folder, 'studies.jsonl')

/** Lines of the studies as they are declared now; those of former declarations stay in the file. */
export async function currentStudyLines(folder: string): Promise<StudyLine[]> {
  const current = new Set(studyCells().map(keyOf))
  return (await readJsonLines(linesFile(folder), StudyLine)).filter((line) => current.has(line.key))
}

export interface StudyResults {
  readonly engine: EngineSession
  /** Of all results; runs and lines lie in it. */
  readonly folder: string
  readonly output: Output
  readonly interrupt: AbortSignal
  /** After each method. */
  onLine(): Promise<void>
}

/** False when interrupted: the same call goes on. Throws what stopped a run. */
export async function runStudies({ engine, folder, output, interrupt, onLine }: StudyResults): Promise<boolean> {
  const known = new Set((await currentStudyLines(folder)).map((line) => line.key))
  const missing = studyCells().filter((cell) => !known.has(keyOf(cell)))
  for (const [index, cell] of missing.entries()) {
    output.note(`${index + 1} of ${missing.length}: ${cell.method}, ${cell.section}`)
    const key = keyOf(cell)
    const trials: StudyLine['trials'] = []
    for (const [at, request] of cell.requests.entries()) {
      const settled = await settleRun(engine, { request, folder: join(folder, 'studies', `${cell.method}-${key}`, String(at)) }, interrupt)
      if (interrupt.aborted) return false
      const { result } = await engine.client.call('runs.get', { runId: settled.id })
      if (settled.status !== 'done' || result === null) {
        throw new AppError(
          'internal',
          settled.failure?.message ?? 'The study was not run.',
          settled.failure?.hint ?? 'Run the command again.',
        )
      }
      const { fold, settings } = request
      const place = {
        ...(fold && { fold }),
        ...(settings.labelFraction !== undefined && { labelFraction: Number(settings.labelFraction) }),
      }
      trials.push(...result.runs.map((trial) => ({ ...place, trial })))
    }
    const { section, method } = cell
    appendJsonLineDurably(linesFile(folder), { key, section, method, finishedAt: new Date().toISOString(), trials })
    await rm(join(folder, 'studies', `${method}-${key}`), { recursive: true, force: true })
    await onLine()
  }
  return true
}

/** Everything that decides the figures but the code itself. The plan's own name is left out: it changes with the other methods. */
function keyOf({ requests }: StudyCell): string {
  const asked = requests.map((request) => {
    const { fold, ...own } = request
    return [declarationOf(own), fold?.heldOut ?? null]
  })
  return declaredKey(asked)
}
