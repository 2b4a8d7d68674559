/** Commands about networks beyond the list of the registry. */
import { z } from 'zod'
import { BackboneId } from '../../domain/ids'
import { BackboneInfo, NetworkBlocks } from '../../domain/method'
import { Overrides } from '../../domain/run'

export const backboneCommands = {
  /** Reads the user's own TF.js LayersModel; its id is the folder. Refuses what cannot be rebuilt, with the reason. */
  'backbones.open': { input: z.strictObject({ folder: z.string().min(1) }), output: BackboneInfo },
  /** The blocks of a network, from the image to the features: what is frozen and trained as a whole. Unknown settings are passed over. */
  'backbones.blocks': {
    input: z.strictObject({ backbone: BackboneId, imageSize: z.number().int().min(8).max(512), settings: Overrides }),
    output: NetworkBlocks,
  },
}
