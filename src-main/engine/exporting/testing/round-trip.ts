/** Takes a session through every format and back, as an export does, in memory. */
import type { ParityReport } from '@shared/domain/export'
import type { DomainRole } from '@shared/domain/ids'
import type { Tensor4D } from '../../backend/tensorflow'
import type { ModelPackage, WrittenFile } from '../formats/model-package'
import { formats } from '../formats/registry'
import { measureParity, requireParity } from '../parity'
import { readGraph } from '../read-graph'
import type { ModelFiles } from '../runtimes/model-runtime'
import { movedSession, noiseImages, type SessionChoice } from './trained-session'

export const noiseClasses = 3

export function packageOf(graph: ModelPackage['graph']): ModelPackage {
  return { graph, name: 'noise', description: 'A test.', classNames: ['one', 'two', 'three'], producerVersion: '0.0.0' }
}

export function filesOf(written: readonly WrittenFile[]): ModelFiles {
  return new Map(written.map(({ file, data }) => [file, typeof data === 'string' ? Buffer.from(data) : data]))
}

/** The report of each format on a few images of noise; throws where one is over its tolerance. */
export async function roundTrips(choice: Omit<SessionChoice, 'classes'>, domain: DomainRole): Promise<ParityReport[]> {
  const session = movedSession({ ...choice, classes: noiseClasses })
  const { images, x } = noiseImages(4, choice.imageSize)
  try {
    const read = readGraph(session, domain, x)
    const reports: ParityReport[] = []
    for (const format of formats) {
      const runtime = await format.open(filesOf(format.write(packageOf(read.graph))))
      const lab = (batch: Tensor4D) => session.predict(batch, domain)
      const both = { source: images, target: noiseImages(3, choice.imageSize, 2).images }
      const { report } = await measureParity({ runtime, lab, classes: noiseClasses, images: both, tolerance: format.tolerance })
      await requireParity(report, { ...read, runtime, images, tolerance: format.tolerance })
      await runtime.close()
      reports.push(report)
    }
    return reports
  } finally {
    x.dispose()
    session.dispose()
  }
}
