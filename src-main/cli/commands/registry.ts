/** Commands in the order of the help. A new one is its file and one line here. */
import type { Command } from '../command'
import { ablate } from './ablate'
import { adversary } from './adversary'
import { bundle } from './bundle'
import { compare } from './compare'
import { confusions } from './confusions'
import { device } from './device'
import { embed } from './embed'
import { exportCommand } from './export'
import { generalize } from './generalize'
import { inspect } from './inspect'
import { learningCurve } from './learning-curve'
import { lrRange } from './lr-range'
import { methods } from './methods'
import { pair } from './pair'
import { predict } from './predict'
import { recipe } from './recipe'
import { recognise } from './recognise'
import { reduce } from './reduce'
import { replay } from './replay'
import { results } from './results'
import { resume } from './resume'
import { run } from './run'
import { shift } from './shift'
import { shifts } from './shifts'
import { stream } from './stream'
import { tsne } from './tsne'
import { tune } from './tune'

export const commands: readonly Command[] = [
  device,
  methods,
  inspect,
  pair,
  run,
  resume,
  generalize,
  learningCurve,
  recognise,
  compare,
  confusions,
  recipe,
  lrRange,
  ablate,
  tune,
  embed,
  tsne,
  adversary,
  results,
  shifts,
  shift,
  stream,
  reduce,
  exportCommand,
  predict,
  bundle,
  replay,
]
