/** What the user can do that touches more than one store: each ends on the right screen and can be undone. */
import { type DomainSource, type PlainSource, suggestedDefaults } from '@shared/domain/dataset'
import type { DomainRole } from '@shared/domain/ids'
import { RunRequest } from '@shared/domain/run'
import type { Study, StudyData } from '@shared/domain/study'
import { useCatalogue } from '../stores/catalogue'
import { useDatasets, whyNotRun } from '../stores/datasets'
import { useRuns } from '../stores/runs'
import { builtInSource, noData, useStudies } from '../stores/studies'
import { useView } from '../stores/view'
import { folderName } from '../ui/format'
import { attempt, tryAction } from './attempt'
import { host } from './services'

export const demoPair = 'digits-textured'

/** Creates a study and opens its data. */
export async function createStudy(name: string, data: Partial<StudyData> = {}): Promise<Study | null> {
  const study = await tryAction(() => useStudies.getState().create({ name, data: { ...noData, ...data } }))
  if (study) useView.getState().openStudy(study.id, 'data')
  return study
}

/** A study's name after its folders: "webcam → catalogue". */
export function nameAfter(source: DomainSource | null, target: DomainSource | null): string {
  const names = [source, target].flatMap((side) => (side?.kind === 'folder' ? [folderName(side.path)] : []))
  return names.length > 0 ? names.join(' → ').slice(0, 120) : 'New study'
}

/** Creates the demo study, imports its pair, starts DANN with one seed and goes to Train. */
export async function tryTheDigits(): Promise<void> {
  const source = builtInSource(demoPair, 'source')
  const target = builtInSource(demoPair, 'target')
  const study = await tryAction(() =>
    useStudies.getState().create({ name: pairLabel(demoPair), data: { ...noData, source, target }, demo: true }),
  )
  if (!study) return
  await useDatasets.getState().sync(study)
  const reason = whyNotRun(study, useDatasets.getState())
  if (reason) {
    useView.getState().openStudy(study.id, 'data')
    return
  }
  const request = RunRequest.parse({ source, target, images: study.data.images, methods: ['dann'], seeds: [0], epochs: 10 })
  const run = await tryAction(() => useRuns.getState().start({ studyId: study.id, request, name: 'DANN, first try' }))
  useView.getState().openStudy(study.id, 'train')
  if (run) useView.getState().focusRun(run.id)
}

/** Gives one side of a study another folder; undo brings the former one back. */
export function replaceDomain(studyId: string, role: DomainRole, source: DomainSource | null): void {
  attempt(async () => {
    const before = await useStudies.getState().changeData(studyId, { [role]: source })
    if (before[role]) {
      const what = source ? 'replaced' : 'removed'
      useView.getState().offerUndo(`The ${role} was ${what}.`, async () => {
        await useStudies.getState().changeData(studyId, { [role]: before[role] })
      })
    }
  })
}

/** Sets both sides to a built-in pair, or to all but the last domain of a set and the last, with the image size and test part that suit it. */
export function choosePair(studyId: string, pair: string): void {
  attempt(async () => {
    const { suggested = suggestedDefaults, domains, newClasses, codes } = useCatalogue.getState().pairs.find((one) => one.id === pair) ?? {}
    const set = domains?.map((one) => one.source)
    const before = await useStudies.getState().changeData(studyId, {
      kind: set ? 'generalization' : !newClasses ? 'adaptation' : codes ? 'zero-shot' : 'few-shot',
      source: set ? { kind: 'joined', parts: set.slice(0, -1) } : builtInSource(pair, 'source'),
      target: set?.at(-1) ?? builtInSource(pair, 'target'),
      images: { imageSize: suggested.imageSize },
      testFraction: suggested.testFraction,
    })
    if (before.source || before.target) {
      useView.getState().offerUndo('Both domains were replaced.', async () => {
        await useStudies.getState().changeData(studyId, before)
      })
    }
  })
}

/** Adds a folder to the sources of a study; undo takes it out again. */
export function addSource(studyId: string, folder: PlainSource): void {
  const source = useStudies.getState().studies.find((one) => one.id === studyId)?.data.source ?? null
  const parts = source === null ? [] : source.kind === 'joined' ? source.parts : [source]
  if (parts.some((part) => JSON.stringify(part) === JSON.stringify(folder))) {
    useView.getState().notify({ tone: 'warn', text: 'This folder is among the sources already.' })
    return
  }
  const plain = parts.flatMap((part) => (part.kind === 'folder' || part.kind === 'built-in' ? [part] : []))
  replaceDomain(studyId, 'source', plain.length === 0 ? folder : { kind: 'joined', parts: [...plain, folder] })
}

/** Takes one of several sources out; undo brings it back. */
export function removeSource(studyId: string, part: number): void {
  const source = useStudies.getState().studies.find((one) => one.id === studyId)?.data.source
  if (source?.kind !== 'joined') return
  const rest = source.parts.filter((_, at) => at !== part)
  replaceDomain(studyId, 'source', rest.length === 1 ? rest[0]! : { kind: 'joined', parts: rest })
}

/** Asks for a folder; null when the dialog is dismissed. */
export async function chooseFolder(role: DomainRole): Promise<PlainSource | null> {
  const path = await tryAction(() => host.call('host.chooseFolder', { title: `Choose the ${role} folder` }))
  return path ? { kind: 'folder', path } : null
}

/** Asks for a CSV list of a domain's images; null when the dialog is dismissed. */
export function chooseList(role: DomainRole): Promise<string | null> {
  return tryAction(() => host.call('host.chooseList', { title: `Choose the list of ${role} images` }))
}

/** Opens a run where it belongs: finished ones in Compare's neighbour Train, with the run in focus. */
export function openRun(runId: string): void {
  const run = useRuns.getState().runs.find((one) => one.id === runId)
  if (!run) return
  const view = useView.getState()
  if (run.studyId && run.studyId !== view.studyId) view.openStudy(run.studyId, 'train')
  else view.goTo('train')
  view.focusRun(runId)
  attempt(() => useRuns.getState().load(runId))
}

/** Deletes a run; undo brings it back from the trash. */
export function deleteRun(runId: string, name: string): void {
  attempt(async () => {
    await useRuns.getState().remove(runId)
    const view = useView.getState()
    if (view.focusRunId === runId) view.focusRun(null)
    view.setCompared(view.comparedRunIds.filter((id) => id !== runId))
    view.offerUndo(`Run "${name}" was deleted.`, async () => {
      await useRuns.getState().restore(runId)
    })
  })
}

/** Deletes a study; undo brings it back from the trash. */
export function deleteStudy(study: Study): void {
  attempt(async () => {
    await useStudies.getState().remove(study.id)
    const view = useView.getState()
    if (view.studyId === study.id) view.closeStudy()
    view.offerUndo(`Study "${study.name}" was deleted.`, () => useStudies.getState().restore(study.id))
  })
}

function pairLabel(pair: string): string {
  return useCatalogue.getState().pairs.find((one) => one.id === pair)?.label ?? 'Digits on textures'
}
