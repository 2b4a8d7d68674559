/** `lab tsne`: t-SNE of any float32 [N,D] array. */
import { resolve } from 'node:path'
import { z } from 'zod'
import { embedFeatures } from '../../engine/analysis/embed-features'
import { readNpy, writeNpy } from '../../engine/analysis/npy'
import { type Command, exitCode } from '../command'
import { wholeNumber } from '../flags'

export const tsne: Command = {
  name: 'tsne',
  usage: '--features FILE.npy --out FILE.npy [--perplexity N] [--iterations N] [--seed N]',
  summary: 'Lays out any float32 [N,D] array with t-SNE.',
  maxPositionals: 0,
  flags: {
    features: { value: 'FILE.npy', help: 'float32 array [N,D], C order', schema: z.string() },
    out: { value: 'FILE.npy', help: 'float32 array [N,2] to write', schema: z.string() },
    perplexity: { value: 'N', help: 'default 30', schema: wholeNumber(2, 500).optional() },
    iterations: { value: 'N', help: 'default 750', schema: wholeNumber(10, 100_000).optional() },
    seed: { value: 'N', help: 'default 0', schema: wholeNumber(0, 2_147_483_647).optional() },
  },
  async run({ values, output, interrupt }) {
    const given = values as { perplexity?: number; iterations?: number; seed?: number }
    const matrix = await readNpy(resolve(String(values.features)))
    const layout = await embedFeatures({
      ...matrix,
      perplexity: given.perplexity ?? 30,
      iterations: given.iterations ?? 750,
      seed: given.seed ?? 0,
      signal: interrupt,
      onProgress: ({ share }) => output.progress(`t-SNE: ${Math.round(100 * share)} %`),
    })
    const file = resolve(String(values.out))
    await writeNpy(file, { features: layout.positions, count: matrix.count, dimensions: 2 })
    const result = { points: matrix.count, kl: layout.kl, trustworthiness: layout.trustworthiness, seconds: layout.seconds, file }
    output.result(
      result,
      () =>
        `${matrix.count} points, KL ${layout.kl.toFixed(3)}, trustworthiness ${layout.trustworthiness.toFixed(3)}, ${layout.seconds.toFixed(1)} s: ${file}`,
    )
    return exitCode.done
  },
}
