/** What a finding's remedy does to the settings of a study or a run: the same for the window and the command line. */
import type { FindingFix } from './inspection'
import { asStored, type PairPreparation, Preparation, type PreparationChange } from './preparation'
import { plainSplit, type SplitSettings } from './split'

/** The settings a fix can touch; a study's data and a run's request both have them. */
export interface FixableSettings {
  readonly images: { readonly imageSize: number }
  readonly splits?: SplitSettings | undefined
  readonly preparation?: PairPreparation | undefined
}

/** Only the settings that change, to be laid over the ones there are. */
export function applyFix(
  settings: FixableSettings,
  { change }: FindingFix,
): Partial<{ -readonly [K in keyof FixableSettings]: FixableSettings[K] }> {
  switch (change.kind) {
    case 'image-size':
      return { images: { ...settings.images, imageSize: change.imageSize } }
    case 'group':
      return { splits: { ...plainSplit, ...settings.splits, groupBy: change.groupBy } }
    case 'prepare':
      return {
        preparation: {
          ...settings.preparation,
          ...(change.source ? { source: changePreparation(settings.preparation?.source, change.source) } : {}),
          ...(change.target ? { target: changePreparation(settings.preparation?.target, change.target) } : {}),
        },
      }
  }
}

function changePreparation(before: Preparation = asStored, change: PreparationChange): Preparation {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  return Preparation.parse({ ...before, ...given, exclude: [...new Set([...before.exclude, ...(change.exclude ?? [])])] })
}
