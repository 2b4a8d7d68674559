/** What a study does to its images, one line each, with the change that stops it. */
import type { DomainRole } from '@shared/domain/ids'
import { asStored, type Preparation } from '@shared/domain/preparation'
import { plainSplit } from '@shared/domain/split'
import type { StudyData } from '@shared/domain/study'
import { formatAmount } from '../../ui/format'

export interface AppliedFix {
  readonly label: string
  readonly stop: Partial<StudyData>
}

const fields = ['exclude', 'only', 'relabel', 'copies', 'crop', 'channelOrder', 'colour', 'invert', 'levels'] as const

export function appliedFixes(data: StudyData): readonly AppliedFix[] {
  const prepared = (['source', 'target'] as const).flatMap((role) => {
    const preparation = data.preparation?.[role]
    if (!preparation) return []
    return fields
      .filter((field) => JSON.stringify(preparation[field]) !== JSON.stringify(asStored[field]))
      .map((field) => ({
        label: describe(field, preparation, role),
        stop: { preparation: { ...data.preparation, [role]: { ...preparation, [field]: asStored[field] } } },
      }))
  })
  const { splits, classMap } = data
  return [
    ...prepared,
    ...(splits && splits.groupBy !== 'none'
      ? [
          {
            label: `Groups by ${splits.groupBy === 'name' ? 'file name' : 'subfolder'} kept together`,
            stop: { splits: { ...splits, groupBy: plainSplit.groupBy } },
          },
        ]
      : []),
    ...(classMap && Object.keys(classMap).length > 0
      ? [
          {
            label: `${formatAmount(Object.keys(classMap).length, 'target class', 'target classes')} matched by hand`,
            stop: { classMap: {} },
          },
        ]
      : []),
  ]
}

function describe(field: (typeof fields)[number], preparation: Preparation, role: DomainRole): string {
  switch (field) {
    case 'exclude':
      return `${formatAmount(preparation.exclude.length, `${role} image`)} left out`
    case 'only':
      return `Only ${formatAmount(preparation.only?.length ?? 0, `${role} image`)} taken`
    case 'relabel':
      return `${formatAmount(Object.keys(preparation.relabel).length, `${role} image`)} relabelled`
    case 'copies':
      return `One of each identical ${role} image`
    case 'crop':
      return `${capital(role)} cropped`
    case 'channelOrder':
      return `Red and blue of the ${role} exchanged`
    case 'colour':
      return `${capital(role)} in grey`
    case 'invert':
      return `${capital(role)} inverted`
    case 'levels':
      return `Levels of the ${role} changed`
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
