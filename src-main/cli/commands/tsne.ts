/** `lab tsne`: t-SNE of any float32 [N,D] array. */
import { resolve } from 'node:path'
import { z } from 'zod'
import { embedFeatures } from '../../engine/analysis/embed-features'
import { readNpy, writeNpy } from '../../engine/analysis/npy'
import { openBundledCrew } from '../../engine/service/bundled-threads'
import { writingTo } from '../../storage/unwritable'
import { type Command, exitCode } from '../command'
import { wholeNumber } from '../flags'
import { stability, stabilityWords } from '../stability'

/** Up to here a second layout takes a few seconds at most. */
const FEW_POINTS = 2_000

export const tsne: Command = {
  name: 'tsne',
  usage: '--features FILE.npy --out FILE.npy [--perplexity N] [--iterations N] [--seed N] [--agreement]',
  summary: 'Lays out any float32 [N,D] array with t-SNE.',
  maxPositionals: 0,
  flags: {
    features: { value: 'FILE.npy', help: 'float32 array [N,D], C order', schema: z.string() },
    out: { value: 'FILE.npy', help: 'float32 array [N,2] to write', schema: z.string() },
    perplexity: { value: 'N', help: 'default 30', schema: wholeNumber(2, 500).optional() },
    iterations: { value: 'N', help: 'default 750', schema: wholeNumber(10, 100_000).optional() },
    agreement: {
      help: `lays the points out twice and says how alike the layouts are; done anyway up to ${FEW_POINTS} points`,
      schema: z.boolean().optional(),
    },
    seed: { value: 'N', help: 'default 0', schema: wholeNumber(0, 2_147_483_647).optional() },
  },
  async run({ values, output, interrupt }) {
    const given = values as { perplexity?: number; iterations?: number; seed?: number }
    const matrix = await readNpy(resolve(String(values.features)))
    const crew = openBundledCrew()
    const layout = await embedFeatures({
      ...matrix,
      perplexity: given.perplexity ?? 30,
      iterations: given.iterations ?? 750,
      seed: given.seed ?? 0,
      agreement: values.agreement === true || matrix.count <= FEW_POINTS ? 'measured' : 'skipped',
      crew,
      signal: interrupt,
      onProgress: ({ share }) => output.progress(`t-SNE: ${Math.round(100 * share)} %`),
    }).finally(crew.close)
    const file = resolve(String(values.out))
    await writingTo(file, '--out', () => writeNpy(file, { features: layout.positions, count: matrix.count, dimensions: 2 }))
    output.result({ points: matrix.count, ...stability(layout), file }, () => `${matrix.count} points, ${stabilityWords(layout)}: ${file}`)
    return exitCode.done
  },
}
