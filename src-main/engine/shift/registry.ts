/** The shifts by id, in the order a list shows them. A new one is its file, its test and one line here. */
import { AppError } from '@shared/contract/failure'
import type { ShiftInfo } from '@shared/domain/shift'
import { nearestName } from '../methods/nearest-name'
import { backgroundTexture } from './background-texture'
import { brightness } from './brightness'
import { contrast } from './contrast'
import { defocusBlur } from './defocus-blur'
import { gamma } from './gamma'
import { gaussianNoise } from './gaussian-noise'
import { hue } from './hue'
import { impulseNoise } from './impulse-noise'
import { invert } from './invert'
import { jpeg } from './jpeg'
import { motionBlur } from './motion-blur'
import { occlusion } from './occlusion'
import { pixelate } from './pixelate'
import { rotation } from './rotation'
import { saturation } from './saturation'
import { scale } from './scale'
import { shear } from './shear'
import type { ShiftDefinition } from './shift'
import { shotNoise } from './shot-noise'
import { speckleNoise } from './speckle-noise'
import { translation } from './translation'

export const shifts: readonly ShiftDefinition[] = [
  rotation,
  scale,
  translation,
  shear,
  gaussianNoise,
  shotNoise,
  impulseNoise,
  speckleNoise,
  defocusBlur,
  motionBlur,
  contrast,
  brightness,
  gamma,
  hue,
  saturation,
  invert,
  backgroundTexture,
  occlusion,
  jpeg,
  pixelate,
]

/** @throws AppError `not-found`, naming the known ids and the nearest. */
export function findShift(id: string): ShiftDefinition {
  const found = shifts.find((one) => one.id === id)
  if (found !== undefined) return found
  const ids = shifts.map((one) => one.id)
  const nearest = nearestName(id, ids)
  const meant = nearest === null ? '' : `Did you mean ${nearest}? `
  throw new AppError('not-found', `There is no shift named "${id}".`, `${meant}Known: ${ids.join(', ')}.`, 'kind')
}

/** What the window, the command line and the page docs/shifts.md show. */
export function listShifts(): ShiftInfo[] {
  return shifts.map(({ id, label, family, summary, unit, decimals, amounts, levels, draw }) => ({
    id,
    label,
    family,
    summary,
    unit,
    decimals,
    amounts: [...amounts],
    levels,
    random: draw !== undefined,
  }))
}
