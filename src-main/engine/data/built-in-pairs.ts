/** The pairs that come with the app, by id. */
import { AppError } from '@shared/contract/failure'
import type { BuiltInPair } from '@shared/domain/dataset'
import type { DomainRole } from '@shared/domain/ids'
import type { BuiltInDomain } from './built-in-domain'
import { digitsTextured, openDigitsTextured } from './digits-textured'

type OpenDomain = (role: DomainRole, builtInFolder: string) => Promise<BuiltInDomain>

const registry: readonly { readonly pair: BuiltInPair; readonly open: OpenDomain }[] = [{ pair: digitsTextured, open: openDigitsTextured }]

export const builtInPairs: readonly BuiltInPair[] = registry.map(({ pair }) => pair)

/** Throws AppError `not-found` for an unknown pair or files that set-up has not written. */
export async function openBuiltInDomain(pairId: string, role: DomainRole, builtInFolder: string): Promise<BuiltInDomain> {
  const entry = registry.find(({ pair }) => pair.id === pairId)
  if (!entry) {
    const known = builtInPairs.map(({ id }) => id).join(', ')
    throw new AppError('not-found', `There is no built-in pair '${pairId}'.`, `Built-in pairs: ${known}.`, pairId)
  }
  return entry.open(role, builtInFolder)
}
