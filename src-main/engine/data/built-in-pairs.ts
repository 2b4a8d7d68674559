/** The pairs that come with the app, by id. A new one is its file, its test and one entry here. */
import { AppError } from '@shared/contract/failure'
import type { BuiltInPair, BuiltInSource } from '@shared/domain/dataset'
import { z } from 'zod'
import type { BuiltInDomain, OpenBuiltInDomain } from './built-in-domain'
import { digitsNewClasses, openDigitsNewClasses } from './digits-new-classes'
import { digitsOptdigits, openDigitsOptdigits, openOptdigitsDigits, optdigitsDigits } from './digits-optdigits'
import { digitsTextured, openDigitsTextured } from './digits-textured'
import { MoonsParams, moons, openMoons } from './moons'
import { openRotatedDigits, RotatedDigitsParams, rotatedDigits } from './rotated-digits'
import { openShapes, shapes } from './shapes'

interface Entry {
  readonly pair: BuiltInPair
  readonly params: z.ZodObject
  readonly open: OpenBuiltInDomain
}

const noParams = z.strictObject({})

const registry: readonly Entry[] = [
  { pair: digitsTextured, params: noParams, open: openDigitsTextured },
  { pair: moons, params: MoonsParams, open: openMoons },
  { pair: digitsOptdigits, params: noParams, open: openDigitsOptdigits },
  { pair: optdigitsDigits, params: noParams, open: openOptdigitsDigits },
  { pair: rotatedDigits, params: RotatedDigitsParams, open: openRotatedDigits },
  { pair: digitsNewClasses, params: noParams, open: openDigitsNewClasses },
  { pair: shapes, params: noParams, open: openShapes },
]

export const builtInPairs: readonly BuiltInPair[] = registry.map(({ pair }) => pair)

/** Throws AppError `not-found` for an unknown pair. */
export function findBuiltInPair(pairId: string): Entry {
  const entry = registry.find(({ pair }) => pair.id === pairId)
  if (entry) return entry
  const known = builtInPairs.map(({ id }) => id).join(', ')
  throw new AppError('not-found', `There is no built-in pair '${pairId}'.`, `Built-in pairs: ${known}.`, pairId)
}

/** Throws AppError `not-found` for an unknown pair or files that set-up has not written. */
export async function openBuiltInDomain({ pair, role, params = {} }: BuiltInSource, builtInFolder: string): Promise<BuiltInDomain> {
  return findBuiltInPair(pair).open({ role, builtInFolder, params })
}
