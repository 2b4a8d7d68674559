/** Optimizer and learning-rate parameters that every trained method has; each method extends this schema with its own. */
import { z } from 'zod'

export const trainingParams = z.strictObject({
  optimizer: z.enum(['adam', 'sgd']).default('adam').meta({
    title: 'Optimizer',
    description: 'Adam adapts the rate of each weight; SGD with momentum is what most papers used.',
  }),
  learningRate: z.number().min(1e-6).max(1).default(1e-3).meta({
    title: 'Learning rate',
    scale: 'log',
    description: 'Step size at the start. 0.001 suits Adam, 0.01 suits SGD.',
  }),
  schedule: z.enum(['constant', 'inverse-decay']).default('constant').meta({
    title: 'Learning-rate schedule',
    description: 'Constant, or the DANN paper’s decay: rate/(1 + α·p)^β at training progress p from 0 to 1.',
  }),
  decayAlpha: z.number().min(0).max(1000).default(10).meta({
    title: 'Decay α',
    description: 'Speed of the inverse decay; 10 in the DANN paper. Has no effect on a constant schedule.',
  }),
  decayBeta: z.number().min(0).max(4).default(0.75).meta({
    title: 'Decay β',
    description: 'Power of the inverse decay; 0.75 in the DANN paper. Has no effect on a constant schedule.',
  }),
  momentum: z.number().min(0).max(0.999).default(0.9).meta({
    title: 'Momentum',
    description: 'Part of the last update kept by SGD. Has no effect on Adam.',
  }),
  nesterov: z.boolean().default(false).meta({
    title: 'Nesterov momentum',
    description: 'Lets SGD look ahead along its momentum. Has no effect on Adam.',
  }),
  weightDecay: z.number().min(0).max(0.1).default(0).meta({
    title: 'Weight decay',
    scale: 'log',
    description: 'Pull of every trained weight towards zero, added to its gradient.',
  }),
})
export type TrainingParams = z.output<typeof trainingParams>
