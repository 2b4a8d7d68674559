/** The parts of a run request that are more than one number, in words short enough for a table. */
import { asStored, type Preparation } from '@shared/domain/preparation'
import type { SchedulePoint } from '@shared/domain/schedule'

/** A value of a setting: `text` is shown, `exact` decides whether two are the same. */
export interface SettingValue {
  readonly text: string
  readonly exact: string
}

export const plainValue = (text: string): SettingValue => ({ text, exact: text })

/** "0 % → 0, 50 % → 1": corners of a drawn schedule over the training. */
export function cornersInWords(points: readonly SchedulePoint[]): string {
  return points.map(({ progress, value }) => `${Number((100 * progress).toFixed(1))} % → ${Number(value.toPrecision(4))}`).join(', ')
}

/** One entry for each field that is not as the files hold it, named after the side. */
export function preparationValues(side: string, preparation: Preparation | undefined): Readonly<Record<string, SettingValue>> {
  const changed = Object.entries(preparation ?? asStored).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(asStored[field as keyof Preparation]),
  )
  return Object.fromEntries(
    changed.map(([field, value]) => [
      `${side}: ${fieldWords[field as keyof Preparation]}`,
      { text: inWords(value), exact: exactly(value) },
    ]),
  )
}

const fieldWords: Readonly<Record<keyof Preparation, string>> = {
  exclude: 'left out',
  only: 'only these',
  relabel: 'given another class',
  copies: 'copies kept',
  crop: 'cut off',
  channelOrder: 'channel order',
  colour: 'colour',
  invert: 'inverted',
  levels: 'levels',
}

function inWords(value: Preparation[keyof Preparation]): string {
  if (Array.isArray(value)) return countOf(value.length)
  if (value === null || typeof value !== 'object') return value === true ? 'yes' : String(value)
  if ('left' in value || 'gain' in value) {
    return Object.entries(value)
      .map(([name, amount]) => `${name} ${[amount].flat().join(' ')}`)
      .join(', ')
  }
  return countOf(Object.keys(value).length)
}

const countOf = (count: number): string => `${count} ${count === 1 ? 'image' : 'images'}`

/** Lists of images say the same in any order. */
const exactly = (value: Preparation[keyof Preparation]): string =>
  JSON.stringify(
    Array.isArray(value) ? [...value].sort() : value !== null && typeof value === 'object' ? Object.entries(value).sort() : value,
  )
