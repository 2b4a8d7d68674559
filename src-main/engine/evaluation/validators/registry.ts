/** The validators in the order in which they are shown. A new one is its file, its test and one line here. */
import { bnm } from './bnm'
import { circular } from './circular'
import { dev } from './dev'
import { entropy } from './entropy'
import { infomax } from './infomax'
import { iwcv } from './iwcv'
import { snd } from './snd'
import { sourceRisk } from './source-risk'
import type { CheckpointView, Validator } from './validator'

export const validators: readonly Validator[] = [sourceRisk, iwcv, dev, circular, entropy, infomax, snd, bnm]

/** Every validator's score of one checkpoint, by id. */
export function scoreCheckpoint(view: CheckpointView): Record<string, number> {
  return Object.fromEntries(validators.map((validator) => [validator.id, validator.score(view)]))
}
