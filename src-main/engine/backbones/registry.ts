/** The backbones by id. A new one is its file, its test and one line here. */
import { AppError } from '@shared/contract/failure'
import type { BackboneInfo } from '@shared/domain/method'
import { z } from 'zod'
import type { BackboneDefinition } from './backbone'
import { digitsCnn } from './digits-cnn'
import { digitsCnnBn } from './digits-cnn-bn'
import { efficientnetLite0 } from './efficientnet-lite0'
import { mlp } from './mlp'
import { resnetBn } from './resnet-bn'

export const backbones: readonly BackboneDefinition[] = [digitsCnnBn, digitsCnn, resnetBn, efficientnetLite0, mlp]

/** @throws AppError `not-found`, naming the known ids. */
export function findBackbone(id: string): BackboneDefinition {
  const found = backbones.find((one) => one.id === id)
  if (found !== undefined) return found
  const known = backbones.map((one) => one.id).join(', ')
  throw new AppError(
    'not-found',
    `There is no backbone named "${id}".`,
    `Choose one of: ${known}. For a folder of your own write its path, such as ./${id}.`,
    'backbone',
  )
}

/** What the window and the command line show; `params` as JSON Schema of what may be given. */
export function listBackbones(): BackboneInfo[] {
  return backbones.map(describeBackbone)
}

export function describeBackbone(definition: BackboneDefinition): BackboneInfo {
  const { id, label, summary, minImageSize, maxImageSize, defaultImageSize, params } = definition
  return { id, label, summary, minImageSize, maxImageSize, defaultImageSize, params: z.toJSONSchema(params, { io: 'input' }) }
}
