/** Handlers of the commands about networks. */
import type { backboneCommands } from '@shared/contract/parts/backbones'
import type { NetworkBlocks } from '@shared/domain/method'
import type { Overrides } from '@shared/domain/run'
import type { Handlers } from '@shared/rpc/types'
import { findLocations } from '../../storage/locations'
import { describeBackbone } from '../backbones/registry'
import { tf } from '../backend/tensorflow'
import { resolveParams } from '../methods/registry'
import { createRandom } from '../nn/random'
import { pretrainedReader } from '../pretrained/read-pretrained'
import { findNetwork } from './find-network'

interface BackboneHandlers {
  readonly commands: typeof backboneCommands
  readonly events: Readonly<Record<never, never>>
}

export const backboneHandlers: Handlers<BackboneHandlers> = {
  'backbones.open': ({ folder }) => describeBackbone(findNetwork(folder)),
  'backbones.blocks': ({ backbone, imageSize, settings }) => describeBlocks(backbone, imageSize, settings),
}

const plain = { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] } as const

/** Builds the network once to look at it, and frees it. */
function describeBlocks(backbone: string, imageSize: number, settings: Overrides): NetworkBlocks {
  const definition = findNetwork(backbone)
  const { properties } = describeBackbone(definition).params as { readonly properties?: Readonly<Record<string, unknown>> }
  const own = Object.fromEntries(Object.entries(settings).filter(([key]) => Object.hasOwn(properties ?? {}, key)))
  const { features } = definition.build(
    { imageSize, normalisation: plain, random: createRandom('blocks'), pretrained: pretrainedReader(findLocations().builtInFolder) },
    resolveParams(definition.params, own),
  )
  try {
    const blocks = features.blocks.map(({ name, variables }) => ({
      name,
      weights: variables.reduce((sum, { role, variable }) => sum + (role === 'trained' ? variable.size : 0), 0),
    }))
    return { blocks, features: features.featureSize }
  } finally {
    tf.dispose(features.variables.map(({ variable }) => variable))
  }
}
