/** What can be done with the images in the lasso: left out, moved to another class, taken to a new study or left out of one. Files are never touched. */
import { AppError } from '@shared/contract/failure'
import { asStored, type PairPreparation, type Preparation } from '@shared/domain/preparation'
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

/** A new study of these images alone, opened on its Data screen; a domain of which none is chosen stays whole. */
export async function studyOf(studyId: string, chosen: Chosen): Promise<void> {
  await openNew(studyId, { data: await dataWith(studyId, chosen, (_, only) => ({ only })), suffix: `${chosen.points.length} images` })
}

/** A new study on the same data without the images, opened on its Data screen. */
export async function studyWithout(studyId: string, chosen: Chosen): Promise<void> {
  await openNew(studyId, { data: await dataWithout(studyId, chosen), suffix: `without ${chosen.points.length}` })
}

async function openNew(studyId: string, { data, suffix }: { readonly data: StudyData; readonly suffix: string }): Promise<void> {
  const study = useStudies.getState().studies.find((one) => one.id === studyId)
  const made = await useStudies.getState().create({ name: `${(study?.name ?? 'Study').slice(0, 90)}, ${suffix}`, data })
  useView.getState().openStudy(made.id)
}

function dataWithout(studyId: string, chosen: Chosen): Promise<PreparedData> {
  return dataWith(studyId, chosen, (own, hashes) => ({ exclude: [...new Set([...own.exclude, ...hashes])] }))
}

type PreparedData = StudyData & { readonly preparation: PairPreparation }

/** The study's data with `change` made to each domain that has images among the chosen, given by their content hashes. */
async function dataWith(
  studyId: string,
  { runId, trialId, points }: Chosen,
  change: (own: Preparation, hashes: string[]) => Partial<Preparation>,
): Promise<PreparedData> {
  const data = dataOf(studyId)
  const hashes = await engine.call('alignment.contents', { runId, trialId, points: [...points] })
  const preparation = { ...data.preparation }
  for (const role of ['source', 'target'] as const) {
    if (hashes[role].length === 0) continue
    const own = { ...asStored, ...data.preparation?.[role] }
    preparation[role] = { ...own, ...change(own, hashes[role]) }
  }
  return { ...data, preparation }
}

function dataOf(studyId: string): StudyData {
  const data = useStudies.getState().studies.find((study) => study.id === studyId)?.data
  if (!data) throw new AppError('not-found', 'The study of this run is not there any more.', 'Choose another study.')
  return data
}
