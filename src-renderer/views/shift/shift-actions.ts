/** What the Shift screen does to the study: its stack becomes the target, or a source-only model is trained to look through. */
import type { PlainSource, ShiftedSource } from '@shared/domain/dataset'
import { RunRequest } from '@shared/domain/run'
import type { ShiftStack } from '@shared/domain/shift'
import type { Study } from '@shared/domain/study'
import { attempt } from '../../app/attempt'
import { useRuns } from '../../stores/runs'
import { useStudies } from '../../stores/studies'
import { useView } from '../../stores/view'

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

/** Makes the shifted source the study's target and goes to Train; undo brings the former target back. */
export function saveAsTarget(study: Study, target: ShiftedSource): void {
  attempt(async () => {
    const before = await useStudies.getState().changeData(study.id, { target })
    const view = useView.getState()
    const count = target.shifts.length
    view.offerUndo(`The target is now the source under ${count === 1 ? 'one shift' : `${count} shifts`}.`, async () => {
      await useStudies.getState().changeData(study.id, { target: before.target })
    })
    view.goTo('train')
  })
}

/** Starts a source-only run, one seed, and stays here: its model appears with the first checkpoint. */
export function trainSourceOnly(study: Study, shifts: ShiftStack): void {
  const { source, images, testFraction } = study.data
  const target = study.data.target ?? shiftedTarget(study, shifts)
  if (!source || !target) return
  attempt(async () => {
    const request = RunRequest.parse({ source, target, images, testFraction, methods: ['source-only'], seeds: [0], bare: true })
    const run = await useRuns.getState().start({ studyId: study.id, request, name: 'Source only, to look through' })
    useView.getState().focusRun(run.id)
  })
}
