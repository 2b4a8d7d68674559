/** What can be done with the images in the lasso: left out, moved to another class, or left out of a copy of the study. Files are never touched. */
import { AppError } from '@shared/contract/failure'
import { asStored, type PairPreparation } from '@shared/domain/preparation'
import type { StudyData } from '@shared/domain/study'
import { engine } from '../../app/services'
import { useStudies } from '../../stores/studies'
import { useView } from '../../stores/view'
import { formatCount } from '../../ui/format'

interface Chosen {
  readonly runId: string
  readonly trialId: string
  readonly points: readonly number[]
}

/** Leaves the images out of the study's later runs; can be undone. */
export async function excludeFromStudy(studyId: string, chosen: Chosen): Promise<void> {
  const data = await dataWithout(studyId, chosen)
  const before = await useStudies.getState().changeData(studyId, { preparation: data.preparation })
  useView.getState().offerUndo(`Excluded ${formatCount(chosen.points.length)} images from the study`, async () => {
    await useStudies.getState().changeData(studyId, { preparation: before.preparation })
  })
}

/** Gives the source images among them another class in the study's later runs; can be undone. */
export async function relabelInStudy(studyId: string, { runId, trialId, points }: Chosen, className: string): Promise<void> {
  const data = dataOf(studyId)
  const { source } = await engine.call('alignment.contents', { runId, trialId, points: [...points] })
  const own = { ...asStored, ...data.preparation?.source }
  const relabel = { ...own.relabel, ...Object.fromEntries(source.map((hash) => [hash, className])) }
  const before = await useStudies.getState().changeData(studyId, { preparation: { ...data.preparation, source: { ...own, relabel } } })
  useView.getState().offerUndo(`Relabelled ${formatCount(source.length)} source images as ${className}`, async () => {
    await useStudies.getState().changeData(studyId, { preparation: before.preparation })
  })
}

/** A new study on the same data without the images, opened on its Data screen. */
export async function studyWithout(studyId: string, chosen: Chosen): Promise<void> {
  const study = useStudies.getState().studies.find((one) => one.id === studyId)
  const data = await dataWithout(studyId, chosen)
  const name = `${study?.name ?? 'Study'}, without ${chosen.points.length}`.slice(0, 120)
  const made = await useStudies.getState().create({ name, data })
  useView.getState().openStudy(made.id)
}

async function dataWithout(studyId: string, { runId, trialId, points }: Chosen): Promise<StudyData & { preparation: PairPreparation }> {
  const data = dataOf(studyId)
  const hashes = await engine.call('alignment.contents', { runId, trialId, points: [...points] })
  const preparation = { ...data.preparation }
  for (const role of ['source', 'target'] as const) {
    if (hashes[role].length === 0) continue
    const own = data.preparation?.[role]
    preparation[role] = { ...asStored, ...own, exclude: [...new Set([...(own?.exclude ?? []), ...hashes[role]])] }
  }
  return { ...data, preparation }
}

function dataOf(studyId: string): StudyData {
  const data = useStudies.getState().studies.find((study) => study.id === studyId)?.data
  if (!data) throw new AppError('not-found', 'The study of this run is not there any more.', 'Choose another study.')
  return data
}
