/** What the Shift screen does to the study: its stack becomes the target, or a source-only model is trained to look through. */
import type { DomainSource, PlainSource, ShiftedSource } from '@shared/domain/dataset'
import { pixelsOnly } from '@shared/domain/preparation'
import type { RunRequest } from '@shared/domain/run'
import type { ShiftStack } from '@shared/domain/shift'
import type { Study, StudyData } from '@shared/domain/study'
import { attempt } from '../../app/attempt'
import { type CatalogueState, useCatalogue } from '../../stores/catalogue'
import { useRuns } from '../../stores/runs'
import { useStudies } from '../../stores/studies'
import { useView } from '../../stores/view'
import { recommendedDraft, requestOf, suggestionFor } from '../train/run-draft'

/** The study's source as it lies there; null while there is none, and where it is several domains or a part of one. */
export function plainSource(study: Study): PlainSource | null {
  const { source } = study.data
  if (source?.kind === 'joined' || source?.kind === 'classes') return null
  return source?.kind === 'shifted' ? source.base : source
}

/** The source under the shifts that do something; null when nothing would be shifted. */
export function shiftedTarget(study: Study, shifts: ShiftStack): ShiftedSource | null {
  const base = plainSource(study)
  const acting = shifts.filter(({ severity }) => severity > 0)
  return base && acting.length > 0 ? { kind: 'shifted', base, shifts: acting, seed: 0 } : null
}

/** Why the sliders have nothing to act on, and what would change that; null where they have. */
export function whyNotShift(study: Study): { readonly title: string; readonly text: string } | null {
  const { source } = study.data
  switch (source?.kind) {
    case undefined:
      return {
        title: 'There is nothing to shift yet',
        text: 'Choose a source on Data. Its images appear here, with sliders that turn, blur, darken or hide them.',
      }
    case 'joined':
      return {
        title: 'The sliders act on one source',
        text: `This study learns from ${source.parts.length} sources together. A study with one of them as its only source can be shifted here.`,
      }
    case 'classes':
      return {
        title: 'The sliders act on a whole source',
        text: `This study learns ${source.classes.length} classes of its folder and keeps the others unseen. A study with the whole folder as its source can be shifted here.`,
      }
    default:
      return null
  }
}

/** The study with this target. The source under shifts is fed as the source is: the same is done to its pixels. */
export function dataWithTarget(study: Study, target: DomainSource): StudyData {
  const { data } = study
  if (target.kind !== 'shifted' || JSON.stringify(target.base) !== JSON.stringify(plainSource(study))) return { ...data, target }
  const prepared = data.preparation?.source
  const preparation = prepared && { source: prepared, target: pixelsOnly(prepared) }
  return { ...data, target, preparation }
}

/** Makes the shifted source the study's target and goes to Train; undo brings the former target back. */
export function saveAsTarget(study: Study, target: ShiftedSource): void {
  attempt(async () => {
    const { preparation } = dataWithTarget(study, target)
    const before = await useStudies.getState().changeData(study.id, { target, preparation })
    const view = useView.getState()
    const count = target.shifts.length
    view.offerUndo(`The target is now the source under ${count === 1 ? 'one shift' : `${count} shifts`}.`, async () => {
      await useStudies.getState().changeData(study.id, { target: before.target, preparation: before.preparation })
    })
    view.goTo('train')
  })
}

/** One source-only trial as the Train form would ask for it: the study's data as it is fed, and the network that suits it. Null while there is no target or no catalogue. */
export function sourceOnlyRequest(
  study: Study,
  shifts: ShiftStack,
  { methods, backbones, pairs }: Pick<CatalogueState, 'methods' | 'backbones' | 'pairs'>,
): RunRequest | null {
  const target = study.data.target ?? shiftedTarget(study, shifts)
  const method = methods.find(({ id }) => id === 'source-only')
  if (!method || !study.data.source || !target) return null
  const suggested = suggestionFor(study.data.source, pairs)
  const draft = recommendedDraft([method], backbones, study.data.images.imageSize, suggested)
  const backbone = backbones.find(({ id }) => id === draft.backbone)
  const data = study.data.target ? study.data : dataWithTarget(study, target)
  return backbone ? requestOf({ ...draft, seeds: [0], references: false }, { ...study, data }, { method, backbone }) : null
}

/** Starts a source-only run, one seed, and stays here: its model appears with the first checkpoint. */
export function trainSourceOnly(study: Study, shifts: ShiftStack): void {
  attempt(async () => {
    const request = sourceOnlyRequest(study, shifts, useCatalogue.getState())
    if (!request) return
    const run = await useRuns.getState().start({ studyId: study.id, request, name: 'Source only, to look through' })
    useView.getState().focusRun(run.id)
  })
}
