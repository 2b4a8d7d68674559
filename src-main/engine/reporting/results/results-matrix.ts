/** What `npm run results` runs: which pairs, with which network and length, over which seeds. The methods are those of the registry. */
import type { RunRequest } from '@shared/domain/run'
import type { MethodDefinition } from '../../methods/method'
import { meetsNewClasses, methods } from '../../methods/registry'
import { builtInRequest } from './built-in-request'

export interface ResultsEntry {
  readonly pair: string
  /** What differs from the pair's suggested set-up, and why. */
  readonly differs: Readonly<Partial<Pick<RunRequest, 'epochs'>>>
  readonly note: string
}

export const resultsSeeds: readonly number[] = [0, 1, 2, 3, 4]

/** The quick pairs come first, so that an interrupted night has whole tables. */
export const resultsMatrix: readonly ResultsEntry[] = [
  { pair: 'moons', differs: {}, note: '300 training and 300 test points a domain, the target turned by 30°.' },
  { pair: 'digits-optdigits', differs: {}, note: 'Real digits of two collections, fine to coarse; a fifth of each held out.' },
  { pair: 'optdigits-digits', differs: {}, note: 'The same collections, coarse to fine.' },
  {
    pair: 'digits-textured',
    differs: { epochs: 4 },
    note: '4,500 training and 500 test images a domain. Four epochs instead of ten, so that the matrix fits into an evening; adversarial methods gain more with ten.',
  },
]

/** Methods that start from a backbone on one source; references first, so that there is something to hold the others against. */
export function resultsMethods(): readonly MethodDefinition[] {
  const able = methods.filter((method) => method.needs.start === 'backbone' && method.needs.sources === 'one' && !meetsNewClasses(method))
  return [...able.filter((method) => method.family === 'reference'), ...able.filter((method) => method.family !== 'reference')]
}

/** The request of one method on one pair, without anything beside it. */
export function resultsRequest({ pair, differs }: ResultsEntry, method: string): RunRequest {
  return builtInRequest(pair, { ...differs, methods: [method], seeds: [...resultsSeeds], bare: true })
}

/** The same as a command. */
export function resultsCommand({ pair, differs }: ResultsEntry, method: string): string {
  const epochs = differs.epochs === undefined ? '' : ` --epochs ${differs.epochs}`
  return `npm run -s lab -- run --pair ${pair} --method ${method} --seeds ${resultsSeeds.join(',')}${epochs}`
}
