/** Creating, changing and removing studies in the home folder. */
import { randomBytes } from 'node:crypto'
import type { ParsedInput } from '@shared/contract/define'
import type { EngineContract } from '@shared/contract/engine'
import { AppError } from '@shared/contract/failure'
import type { RunRecord } from '@shared/domain/run'
import type { Study } from '@shared/domain/study'
import type { HomeFolder } from '../../storage/home-folder'

export function createStudies(home: HomeFolder) {
  return {
    async create({ name, data, demo }: ParsedInput<EngineContract, 'studies.create'>): Promise<Study> {
      const now = new Date().toISOString()
      const study: Study = { id: studyId(name), name, createdAt: now, updatedAt: now, data, demo }
      await home.writeStudy(study)
      return study
    },

    async update({ studyId, name, data }: ParsedInput<EngineContract, 'studies.update'>): Promise<Study> {
      const before = await home.readStudy(studyId)
      const study: Study = { ...before, name: name ?? before.name, data: data ?? before.data, updatedAt: new Date().toISOString() }
      await home.writeStudy(study)
      return study
    },

    /** Moves the study and its runs to the trash. Throws `busy` while one of them is training. */
    async remove(studyId: string, runs: readonly RunRecord[]): Promise<void> {
      const active = runs.find(
        (run) => run.studyId === studyId && (run.status === 'running' || run.status === 'paused' || run.status === 'queued'),
      )
      if (active)
        throw new AppError(
          'busy',
          `The run "${active.name}" of this study is still training.`,
          'Stop it first; its checkpoint is kept.',
          'studyId',
        )
      await home.removeStudy(studyId)
    },
  }
}

function studyId(name: string): string {
  const slug = name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
  return `${slug || 'study'}-${randomBytes(3).toString('hex')}`
}
