/** The home folder: studies, their runs, runs opened from elsewhere, and the trash both can come back from. */
import { mkdir, readdir, rename, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { AppError } from '@shared/contract/failure'
import { LedgerEntry } from '@shared/domain/ledger'
import { Study } from '@shared/domain/study'
import { z } from 'zod'
import { writeFileAtomic } from './atomic-file'
import { appendJsonLineDurably, readJsonLines } from './json-lines'
import { RunFolder, readJson } from './run-folder'

const OpenedRuns = z.array(z.string())
const Removed = z.object({ from: z.string() })

export class HomeFolder {
  constructor(readonly path: string) {}

  private studyPath(studyId: string): string {
    return join(this.path, 'studies', studyId)
  }
  private trashPath(kind: 'study' | 'run', id: string): string {
    return join(this.path, 'trash', `${kind}-${id}`)
  }
  private get openedFile(): string {
    return join(this.path, 'opened-runs.json')
  }

  /** Folder for a new run; runs without a study lie in `runs/`. */
  runPath(studyId: string | null, runId: string): string {
    return studyId === null ? join(this.path, 'runs', runId) : join(this.studyPath(studyId), 'runs', runId)
  }

  /** Studies, newest change first; folders whose study.json cannot be read are left out. */
  async listStudies(): Promise<Study[]> {
    const studies: Study[] = []
    for (const id of await foldersIn(join(this.path, 'studies'))) {
      const study = await readJson(join(this.studyPath(id), 'study.json'), Study).catch(() => null)
      if (study !== null) studies.push(study)
    }
    return studies.sort((a, b) => b.updatedAt.localeCompare(a.updatedAt))
  }

  async readStudy(studyId: string): Promise<Study> {
    const study = await readJson(join(this.studyPath(studyId), 'study.json'), Study)
    if (study === null)
      throw new AppError(
        'not-found',
        `There is no study "${studyId}".`,
        'It may have been removed; choose another from the list.',
        'studyId',
      )
    return study
  }

  async writeStudy(study: Study): Promise<void> {
    await writeFileAtomic(join(this.studyPath(study.id), 'study.json'), `${JSON.stringify(study, null, 2)}\n`)
  }

  /** Durable before it returns: called ahead of every answer that tells target labels outside a run. */
  appendStudyLedger(studyId: string, entry: LedgerEntry): void {
    appendJsonLineDurably(join(this.studyPath(studyId), 'ledger.jsonl'), entry)
  }

  readStudyLedger(studyId: string): Promise<LedgerEntry[]> {
    return readJsonLines(join(this.studyPath(studyId), 'ledger.jsonl'), LedgerEntry)
  }

  removeStudy(studyId: string): Promise<void> {
    return this.moveToTrash('study', studyId, this.studyPath(studyId))
  }

  async restoreStudy(studyId: string): Promise<Study> {
    await this.restore('study', studyId)
    return this.readStudy(studyId)
  }

  /** Every run folder known to this home: in studies, on their own, and opened from elsewhere. */
  async listRunFolders(): Promise<RunFolder[]> {
    const paths = (await foldersIn(join(this.path, 'runs'))).map((id) => join(this.path, 'runs', id))
    for (const study of await foldersIn(join(this.path, 'studies'))) {
      const runs = join(this.studyPath(study), 'runs')
      paths.push(...(await foldersIn(runs)).map((id) => join(runs, id)))
    }
    for (const path of await this.openedRuns()) if (await isFile(join(path, 'run.json'))) paths.push(path)
    return [...new Set(paths)].map((path) => new RunFolder(path))
  }

  async rememberOpened(path: string): Promise<void> {
    const opened = await this.openedRuns()
    if (!opened.includes(resolve(path))) await writeFileAtomic(this.openedFile, JSON.stringify([...opened, resolve(path)]))
  }

  removeRun(runId: string, folder: string): Promise<void> {
    return this.moveToTrash('run', runId, folder)
  }

  async restoreRun(runId: string): Promise<RunFolder> {
    return new RunFolder(await this.restore('run', runId))
  }

  private async openedRuns(): Promise<string[]> {
    return (await readJson(this.openedFile, OpenedRuns).catch(() => null)) ?? []
  }

  private async moveToTrash(kind: 'study' | 'run', id: string, from: string): Promise<void> {
    const to = this.trashPath(kind, id)
    await mkdir(join(this.path, 'trash'), { recursive: true })
    try {
      await rename(from, to)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'ENOENT')
        throw new AppError('not-found', `${from} is no longer there.`, 'It was removed outside of Shiftlab; nothing is left to do.')
      if (code === 'EXDEV')
        throw new AppError(
          'invalid-input',
          `${from} lies on another disk and cannot go to the trash of ${this.path}.`,
          'Delete the folder by hand if it is no longer needed.',
        )
      throw error
    }
    await writeFileAtomic(`${to}.json`, JSON.stringify({ from }))
  }

  private async restore(kind: 'study' | 'run', id: string): Promise<string> {
    const trashed = this.trashPath(kind, id)
    const note = await readJson(`${trashed}.json`, Removed)
    if (note === null) throw new AppError('not-found', `There is no removed ${kind} "${id}".`, 'It may have been restored already.')
    await rename(trashed, note.from)
    return note.from
  }
}

async function foldersIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map((entry) => entry.name)
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (info) => info.isFile(),
    () => false,
  )
}
