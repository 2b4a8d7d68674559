/** The methods by id. A new one is its file, its test and one line here. */
import { AppError } from '@shared/contract/failure'
import type { MethodInfo } from '@shared/domain/method'
import { adda } from './adda'
import { afn } from './afn'
import { bsp } from './bsp'
import { ccsa } from './ccsa'
import { cdan } from './cdan'
import { cdanE } from './cdan-e'
import { coralDg } from './coral-dg'
import { dan } from './dan'
import { dann } from './dann'
import { deepCoral } from './deep-coral'
import { deepjdot } from './deepjdot'
import { describeMethod } from './describe-method'
import { erm } from './erm'
import { fineTune } from './fine-tune'
import { fish } from './fish'
import { fixmatch } from './fixmatch'
import { groupdro } from './groupdro'
import { irm } from './irm'
import { jan } from './jan'
import { joint } from './joint'
import { kliep } from './kliep'
import { kmm } from './kmm'
import { mcc } from './mcc'
import { mcd } from './mcd'
import { mdd } from './mdd'
import type { MethodDefinition } from './method'
import { mixstyle } from './mixstyle'
import { mixup } from './mixup'
import { nearestName } from './nearest-name'
import { prototypical } from './prototypical'
import { pseudoLabels } from './pseudo-labels'
import { semanticCodes } from './semantic-codes'
import { shot } from './shot'
import { siamese } from './siamese'
import { sourceOnly } from './source-only'
import { swad } from './swad'
import { targetOracle } from './target-oracle'
import { vrex } from './vrex'

export { knownNames, resolveParams, splitOverrides } from './resolve-params'

export const methods: readonly MethodDefinition[] = [
  sourceOnly,
  targetOracle,
  dann,
  cdan,
  cdanE,
  adda,
  mcd,
  mdd,
  dan,
  jan,
  deepCoral,
  afn,
  bsp,
  mcc,
  deepjdot,
  shot,
  fixmatch,
  pseudoLabels,
  kmm,
  kliep,
  fineTune,
  joint,
  ccsa,
  erm,
  irm,
  vrex,
  groupdro,
  mixup,
  mixstyle,
  coralDg,
  fish,
  swad,
  prototypical,
  siamese,
  semanticCodes,
]

/** @throws AppError `not-found`, naming the known ids and the nearest. */
export function findMethod(id: string): MethodDefinition {
  const found = methods.find((one) => one.id === id)
  if (found !== undefined) return found
  const ids = methods.map((one) => one.id)
  const nearest = nearestName(id, ids)
  const meant = nearest === null ? '' : `Did you mean ${nearest}? `
  throw new AppError('not-found', `There is no method named "${id}".`, `${meant}Known: ${ids.join(', ')}.`, 'method')
}

/** Whether a method is judged on classes that it was not trained on. */
export const meetsNewClasses = ({ family }: Pick<MethodDefinition, 'family'>): boolean => family === 'few-shot' || family === 'zero-shot'

/** What the window, the command line and the pages under docs/methods show of the methods that train. */
export function listMethods(): MethodInfo[] {
  return methods.map(describeMethod)
}
