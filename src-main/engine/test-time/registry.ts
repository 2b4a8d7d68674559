/** The test-time methods by id. A new one is its file, its test and one line here. */
import { AppError } from '@shared/contract/failure'
import type { MethodInfo } from '@shared/domain/method'
import { describeMethod } from '../methods/describe-method'
import { bnAdapt } from './bn-adapt'
import { bnAlpha } from './bn-alpha'
import { cotta } from './cotta'
import { eata } from './eata'
import { lame } from './lame'
import { memo } from './memo'
import { sar } from './sar'
import { source } from './source'
import type { StreamMethodDefinition } from './stream-method'
import { t3a } from './t3a'
import { tent } from './tent'
import { ttt } from './ttt'

export const streamMethods: readonly StreamMethodDefinition[] = [source, bnAdapt, bnAlpha, tent, eata, sar, cotta, memo, lame, t3a, ttt]

/** @throws AppError `not-found`, naming the known ids. */
export function findStreamMethod(id: string): StreamMethodDefinition {
  const found = streamMethods.find((one) => one.id === id)
  if (found !== undefined) return found
  const known = streamMethods.map((one) => one.id).join(', ')
  throw new AppError('not-found', `There is no test-time method named "${id}".`, `Choose one of: ${known}.`, 'method')
}

/** What the window, the command line and the pages under docs/methods show of the methods that adapt at test time. */
export function listStreamMethods(): MethodInfo[] {
  return streamMethods.map(describeMethod)
}
