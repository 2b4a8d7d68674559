/** A bench with a small trained DANN run, and the way to make smaller models of it. */
import type { ReductionWay } from '@shared/domain/reduction'
import { type ReduceOutcome, reduceModel } from '../reduce-model'
import { ServiceBench } from './service-bench'

export const trialId = 'dann-seed0'
const { signal } = new AbortController()
/** Of work that nobody follows. */
export const quiet = { signal, onProgress: () => undefined, onPoint: () => undefined }

/** `trained`: the run's folder. */
export async function openReductionBench({ epochs }: { readonly epochs: number }): Promise<{ bench: ServiceBench; trained: string }> {
  const bench = await ServiceBench.open()
  const request = bench.request({ backbone: 'digits-cnn-bn', images: { imageSize: 16 }, epochs })
  return { bench, trained: (await bench.runToEnd(request)).folder }
}

/** The run in a folder, as the service opens it. */
export async function openFolder(bench: ServiceBench, folder: string) {
  return bench.service.runs.find((await bench.handlers['runs.open']({ folder }, { signal })).id)
}

interface Wanted {
  readonly from: string
  readonly way: ReductionWay
  readonly settings: Readonly<Record<string, string | number>>
  readonly out: string
}

export async function reduceFolder(bench: ServiceBench, { from, way, settings, out }: Wanted): Promise<ReduceOutcome> {
  const request = { run: await openFolder(bench, from), trialId, way, settings: { batch: 8, ...settings }, out }
  return reduceModel(bench.service.domains, request, quiet)
}
