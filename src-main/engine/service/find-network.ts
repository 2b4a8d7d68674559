/** A backbone by id, or the user's own model by the path of its folder. */
import { isAbsolute } from 'node:path'
import type { BackboneDefinition } from '../backbones/backbone'
import { layersModelBackbone } from '../backbones/layers-model/layers-model-backbone'
import { findBackbone } from '../backbones/registry'
import { readLayersModel } from '../pretrained/read-layers-model'

/** @throws AppError where there is no such backbone, or the folder's model cannot be used. */
export function findNetwork(backbone: string): BackboneDefinition {
  return isAbsolute(backbone) ? layersModelBackbone(readLayersModel(backbone)) : findBackbone(backbone)
}
