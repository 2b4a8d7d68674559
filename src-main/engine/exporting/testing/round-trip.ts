/** Takes a session through every format and back, as an export does, in memory. */
import type { ParityReport } from '@shared/domain/export'
import type { DomainRole } from '@shared/domain/ids'
import type { Tensor4D } from '../../backend/tensorflow'
import type { Session } from '../../methods/method'
import { type ReadGraph, readGraph } from '../../network-graph/read-graph'
import type { ModelPackage, WrittenFile } from '../formats/model-package'
import { formats, kindOf, misfit, toleranceOf } from '../formats/registry'
import { measureParity, requireParity } from '../parity'
import type { ModelFiles } from '../runtimes/model-runtime'
import { movedSession, noiseImages, type SessionChoice } from './trained-session'

export const noiseClasses = 3

export function packageOf(graph: ModelPackage['graph']): ModelPackage {
  return { graph, name: 'noise', description: 'A test.', classNames: ['one', 'two', 'three'], producerVersion: '0.0.0' }
}

export function filesOf(written: readonly WrittenFile[]): ModelFiles {
  return new Map(written.map(({ file, data }) => [file, typeof data === 'string' ? Buffer.from(data) : data]))
}

/** The report of each format that can hold it on a few images of noise; throws where one is over its tolerance. */
export async function roundTrips(choice: Omit<SessionChoice, 'classes'>, domain: DomainRole): Promise<ParityReport[]> {
  const session = movedSession({ ...choice, classes: noiseClasses })
  const { x } = noiseImages(4, choice.imageSize)
  try {
    return await roundTripsOf(readGraph(session, domain, x), session, { imageSize: choice.imageSize, domain })
  } finally {
    x.dispose()
    session.dispose()
  }
}

/** The same for a network that was read already. */
export async function roundTripsOf(
  read: ReadGraph,
  session: Pick<Session, 'predict'>,
  { imageSize, domain }: { readonly imageSize: number; readonly domain: DomainRole },
): Promise<ParityReport[]> {
  const { images, x } = noiseImages(4, imageSize)
  x.dispose()
  const both = { source: images, target: noiseImages(3, imageSize, 2).images }
  const lab = (batch: Tensor4D) => session.predict(batch, domain)
  const reports: ParityReport[] = []
  const kind = kindOf(read.graph)
  const tolerance = toleranceOf(kind)
  for (const format of formats.filter((one) => misfit(one, kind) === null)) {
    const runtime = await format.open(filesOf(format.write(packageOf(read.graph))))
    const { report } = await measureParity({ runtime, lab, classes: noiseClasses, images: both, tolerance })
    await requireParity(report, { ...read, runtime, images, tolerance })
    await runtime.close()
    reports.push(report)
  }
  return reports
}
