/** What is done to a study's images and how they are split, as the file that `--preparation` reads. */
import type { PairPreparation } from './preparation'
import type { SplitSettings } from './split'

export interface Remedies {
  readonly splits?: SplitSettings | undefined
  readonly preparation?: PairPreparation | undefined
}

export function remediesText({ splits, preparation }: Remedies): string {
  return `${JSON.stringify({ splits, preparation }, null, 2)}\n`
}
