/** The switches of regularising and refining, in the order of the recipe: what each changes in a request, or why it cannot. */
import type { FactorId } from '@shared/domain/campaign'
import type { RunRequest } from '@shared/domain/run'
import type { RunChange } from '@shared/domain/run-change'

export interface Factor {
  readonly id: FactorId
  /** As a row of the table: "+ augmentation". */
  readonly label: string
  /** What it does, and why it helps, in a sentence. */
  readonly why: string
  /** `knows` tells whether the network or method of the request has a parameter. A text says why it does not apply. */
  change(request: RunRequest, knows: (name: string) => boolean): RunChange | string
}

const smallestBatch = 8

/** What is turned on where no augmentation is. */
export const augmentationSwitch = { augmentShift: 2, augmentRotation: 10, augmentContrast: 0.2 } as const

/** Switches a number on, or off where it is on already. */
const toggled =
  (name: string, on: number) =>
  ({ settings }: RunRequest, knows: (name: string) => boolean): RunChange | string =>
    knows(name) ? { settings: { [name]: Number(settings[name] ?? 0) > 0 ? 0 : on } } : `This network has no ${name}.`

export const factors: readonly Factor[] = [
  {
    id: 'more-data',
    label: 'half the data',
    why: 'What half the images cost is about what twice as many would gain.',
    change: ({ settings }) => ({ settings: { sourcePart: Number(settings.sourcePart ?? 1) / 2 } }),
  },
  {
    id: 'augmentation',
    label: 'augmentation',
    why: 'Shifts of 2 px, turns of 10° and changes of contrast make more images out of each.',
    change: ({ settings }) =>
      Number(settings.augmentShift ?? 0) > 0 || Number(settings.augmentRotation ?? 0) > 0
        ? { settings: { augmentShift: 0, augmentRotation: 0, augmentBrightness: 0, augmentContrast: 0, augmentFlip: false } }
        : { settings: augmentationSwitch },
  },
  {
    id: 'normalisation',
    label: 'batch normalisation',
    why: 'Normalised layers learn faster and depend less on single weights.',
    change({ backbone }) {
      if (backbone === 'digits-cnn') return { backbone: 'digits-cnn-bn' }
      return backbone === 'digits-cnn-bn' ? { backbone: 'digits-cnn' } : 'There is no such network with and without batch normalisation.'
    },
  },
  {
    id: 'smaller-batch',
    label: 'half the batch',
    why: 'Noisier steps find flatter minima.',
    change: ({ batch }) => (batch >= 2 * smallestBatch ? { batch: Math.floor(batch / 2) } : `The batch of ${batch} is small already.`),
  },
  {
    id: 'dropout',
    label: 'dropout',
    why: 'Units that may be missing cannot lean on each other.',
    change: ({ settings, backbone }, knows) =>
      knows('dropout')
        ? { settings: { dropout: Number(settings.dropout ?? (backbone === 'digits-cnn-bn' ? 0.5 : 0)) > 0 ? 0 : 0.5 } }
        : 'This network has no dropout.',
  },
  { id: 'weight-decay', label: 'weight decay', why: 'Small weights make smooth functions.', change: toggled('weightDecay', 5e-4) },
  {
    id: 'label-smoothing',
    label: 'label smoothing',
    why: 'A network that may not be quite sure is less often sure and wrong.',
    change: toggled('labelSmoothing', 0.1),
  },
  {
    id: 'early-stopping',
    label: 'early stopping',
    why: 'The checkpoint with the lowest loss on one half of the held-out images in place of the last one; both are judged on the other half.',
    change: () => ({}),
  },
  {
    id: 'smaller-model',
    label: 'smaller network',
    why: 'What has no room cannot learn by heart.',
    change({ backbone, settings }) {
      if (backbone === 'mlp') return { settings: { hiddenUnits: Math.max(4, Math.round(Number(settings.hiddenUnits ?? 128) / 4)) } }
      if (backbone === 'resnet-bn') return { settings: { width: Math.max(4, Math.round(Number(settings.width ?? 16) / 2)) } }
      return 'This network comes in one size.'
    },
  },
  {
    id: 'cosine-schedule',
    label: 'cosine schedule',
    why: 'A rate that falls to zero settles in the minimum.',
    change: () => ({ settings: { schedule: 'cosine' } }),
  },
  {
    id: 'warm-cosine-schedule',
    label: 'cosine schedule with warm-up',
    why: 'A rate that climbs first does not throw fresh weights about.',
    change: () => ({ settings: { schedule: 'warm-cosine', warmUp: 0.1 } }),
  },
  {
    id: 'one-cycle-schedule',
    label: 'one cycle with warm-up',
    why: 'Up to three times the rate and down again: fast in the middle, calm at the end.',
    change: ({ settings }) => ({
      settings: { schedule: 'one-cycle', warmUp: 0.3, learningRate: Math.min(1, 3 * Number(settings.learningRate ?? 1e-3)) },
    }),
  },
  {
    id: 'weight-averaging',
    label: 'averaged weights',
    why: 'A moving average of the weights evens out the last steps.',
    change: ({ settings }) => ({ settings: { emaDecay: Number(settings.emaDecay ?? 0) > 0 ? 0 : 0.99 } }),
  },
]

/** Those of regularising; the others refine. */
export const regularisers: readonly FactorId[] = factors.slice(0, 9).map(({ id }) => id)
