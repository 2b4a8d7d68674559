/**
 * What a session does about transfer learning: which variables a stretch of training leaves alone (a frozen block passes in inference mode:
 * its normalisation keeps its statistics, its dropout drops nothing), how much slower the lower blocks learn, and how the trained ones are drawn back to where they began (L2-SP; Li, Grandvalet & Davoine, ICML 2018, eq. 3):
 *
 *   ∂/∂w of α/2·‖w − w⁰‖² = α·(w − w⁰) over the extractor's weights;  rate of block i of B = rate·f^(B − i), i = 0 at the image
 */
import { type FreezingStage, freezingStages } from '@shared/domain/freezing'
import { type Tensor, tf } from '../../backend/tensorflow'
import type { FeatureExtractor, NetworkVariable } from '../../nn/network'
import { createVariable, prefixNames } from '../../nn/variables'
import type { TransferParams } from './transfer-params'

export interface Transfer {
  readonly stages: readonly FreezingStage[]
  /** Values a checkpoint must hold besides network and optimizer: the weights that training began with. */
  readonly kept: readonly NetworkVariable[]
  /** Freezes the first blocks of every extractor, for the step that follows. */
  freeze(blocks: number): void
  /** Names of the variables of an extractor's first `blocks` blocks, as parts name them. */
  frozenNames(blocks: number): ReadonlySet<string>
  /** One factor a variable. */
  rateFactors(variables: readonly NetworkVariable[]): number[]
  /** The gradients with the pull of the extractors' variables added. */
  pull(gradients: readonly Tensor[], variables: readonly NetworkVariable[]): readonly Tensor[]
}

/** `parts`: a session's, by name; those with blocks are extractors. */
export function createTransfer(parts: Readonly<Record<string, object>>, params: TransferParams): Transfer {
  const extractors = Object.entries(parts).filter(
    (entry): entry is [string, FeatureExtractor] => 'blocks' in entry[1] && 'freeze' in entry[1],
  )
  const blocks = extractors.flatMap(([part, { blocks }]) =>
    blocks.map(({ variables }, index) => ({ index, below: blocks.length - index, variables: prefixNames(part, variables) })),
  )
  const below = new Map(blocks.flatMap((block) => block.variables.map(({ name }) => [name, block.below])))
  const pulled = params.startPull === 0 ? [] : blocks.flatMap(({ variables }) => variables.filter(({ role }) => role === 'trained'))
  const starts = new Map(pulled.map(({ name, variable }) => [name, createVariable(`start/${name}`, tf.clone(variable), 'slot')]))
  return {
    stages: freezingStages(params, Math.max(0, ...extractors.map(([, extractor]) => extractor.blocks.length))),
    kept: prefixNames('optimizer', [...starts.values()]),
    freeze(count) {
      for (const [, extractor] of extractors) extractor.freeze(count)
    },
    frozenNames: (count) =>
      new Set(blocks.filter(({ index }) => index < count).flatMap(({ variables }) => variables.map(({ name }) => name))),
    rateFactors: (variables) => variables.map(({ name }) => params.blockRate ** (below.get(name) ?? 0)),
    pull: (gradients, variables) =>
      starts.size === 0
        ? gradients
        : gradients.map((gradient, index) => {
            const { name, variable } = variables[index]
            const start = starts.get(name)
            return start === undefined ? gradient : tf.add(gradient, tf.mul(tf.sub(variable, start.variable), params.startPull))
          }),
  }
}
