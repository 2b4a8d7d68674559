/** Changes to a study's data that can be undone: remedies, classes matched, settings of the split. */
import { applyFix } from '@shared/domain/apply-fix'
import type { FindingFix } from '@shared/domain/inspection'
import type { Study, StudyData } from '@shared/domain/study'
import { attempt } from '../../app/attempt'
import { useStudies } from '../../stores/studies'
import { useView } from '../../stores/view'

/** Changes part of the data and offers to take it back; `words` say what was done. */
export function changeStudy(study: Study, changes: Partial<StudyData>, words: string): void {
  attempt(async () => {
    const before = await useStudies.getState().changeData(study.id, changes)
    useView.getState().offerUndo(words, async () => {
      // What was not set before is unset again, which leaving it out would not do.
      const { splits, preparation, classMap, ...rest } = before
      await useStudies.getState().changeData(study.id, { ...rest, splits, preparation, classMap })
    })
  })
}

/** Takes a finding's remedy. */
export function takeFix(study: Study, fix: FindingFix): void {
  const { splits, preparation, images } = applyFix(study.data, fix)
  changeStudy(
    study,
    { ...(splits ? { splits } : {}), ...(preparation ? { preparation } : {}), ...(images ? { images } : {}) },
    `${fix.label}: recorded in the study, files unchanged.`,
  )
}
