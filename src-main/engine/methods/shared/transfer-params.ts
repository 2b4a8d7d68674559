/** Which part of a network is trained, and how far it may leave the weights it began with. */
import { z } from 'zod'

const group = 'Transfer learning'

/** How much of the extractor is trained besides the head. */
export const TrainedPart = z.enum(['full', 'linear-probe', 'last-blocks', 'gradual'])

export const transferParams = {
  trained: TrainedPart.default('full').meta({
    title: 'What is trained',
    labels: {
      full: 'the whole network',
      'linear-probe': 'the head alone (linear probe)',
      'last-blocks': 'the last blocks and the head',
      gradual: 'block after block (gradual unfreezing)',
    },
    group,
    description: 'The rest of the network keeps the weights and statistics it began with. Worth it for pretrained networks only.',
  }),
  lastBlocks: z.number().int().min(1).max(64).default(2).meta({
    title: 'Last blocks',
    group,
    unit: 'blocks',
    description: 'Last blocks: how many are trained, counted from the head.',
  }),
  unfreezePart: z.number().min(0.05).max(1).default(0.5).meta({
    title: 'Unfreezing takes',
    group,
    description: 'Gradual: the part of training after which everything is trained; it begins with the head alone.',
  }),
  blockRate: z.number().min(0.1).max(1).default(1).meta({
    title: 'Rate from block to block',
    group,
    description: 'Each block learns at this part of the rate of the one above it, the head at the full rate; 1 is the same rate for all.',
  }),
  startPull: z.number().min(0).max(1).default(0).meta({
    title: 'Pull to the first weights',
    group,
    scale: 'log',
    description: 'L2-SP: draws the trained blocks back to the weights they began with, in place of decay towards zero. 0 leaves them free.',
  }),
}
export type TransferParams = z.output<z.ZodObject<typeof transferParams>>
