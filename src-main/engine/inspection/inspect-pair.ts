/** The whole look at one or two domains: figures once, then every family of findings, worst first. */
import type { DomainRole } from '@shared/domain/ids'
import type { Finding, Inspection } from '@shared/domain/inspection'
import { plainSplit, type SplitSettings } from '@shared/domain/split'
import type { ImportedDomain } from '../data/imported-domain'
import { allIndices, type Split, splitSource, splitTarget } from '../data/split-indices'
import { throwIfAborted } from '../data/time-slices'
import { distributions } from './distributions'
import type { InspectedDomain } from './finding'
import { findingFamilies } from './findings/registry'
import { type ImageFigures, measureImages } from './image-figures'
import { meanImages } from './mean-images'
import { type FeatureSpace, type NeighbourDistances, neighbourDistances } from './neighbour-distances'
import { thumbnailSpace } from './thumbnail-space'

export interface InspectRequest {
  readonly source: ImportedDomain
  /** A second domain; its role here is the target, whatever it was imported as. */
  readonly target?: ImportedDomain | null
  /** The split that a run would make. */
  readonly testFraction: number
  readonly splits?: SplitSettings | undefined
  /** Opens a domain's images in the features of a pretrained network; null where there is none for them. */
  readonly openFeatures?: ((domain: ImportedDomain) => OpenedSpace | null) | undefined
  readonly signal?: AbortSignal | undefined
}

type OpenedSpace = FeatureSpace & { dispose(): void }

const severities: readonly Finding['severity'][] = ['alarm', 'look', 'fine']
/** Figures and means depend on a domain alone; a change of the split or of the other side asks for them again. */
const measured = new WeakMap<ImportedDomain, Promise<Measured>>()

interface Measured {
  readonly figures: ImageFigures
  readonly means: Awaited<ReturnType<typeof meanImages>>
  readonly nearness: NeighbourDistances
}

/** Uses class labels only where they lie open. Throws AppError `cancelled`. */
export async function inspectPair({
  source,
  target = null,
  testFraction,
  splits = plainSplit,
  openFeatures = () => null,
  signal,
}: InspectRequest): Promise<Inspection> {
  const rule = { testFraction, ...splits, seed: 0 }
  const look = async (domain: ImportedDomain, role: DomainRole) => {
    const { figures, means, nearness } = await measureOnce(domain, openFeatures)
    return { side: { role, domain, figures, nearness, split: splitOf(domain, rule) } satisfies InspectedDomain, means }
  }
  const looked = [await look(source, 'source'), ...(target ? [await look(target, 'target')] : [])]
  const sides = looked.map(({ side }) => side)
  const findings: Finding[] = []
  for (const family of findingFamilies) {
    throwIfAborted(signal)
    findings.push(...(await family({ source: sides[0], target: sides[1] ?? null })))
  }
  const spread = distributions(sides)
  return {
    findings: severities.flatMap((severity) => findings.filter((finding) => finding.severity === severity)),
    profiles: looked.map(({ side, means }, at) => ({
      role: side.role,
      distributions: spread[at],
      means,
      split: { train: side.split.train.length, validation: side.split.validation.length, test: side.split.test.length },
    })),
  }
}

function measureOnce(domain: ImportedDomain, openFeatures: NonNullable<InspectRequest['openFeatures']>): Promise<Measured> {
  const known = measured.get(domain)
  if (known) return known
  const measuring = measure(domain, openFeatures)
  measured.set(domain, measuring)
  // One that failed must not be handed out again.
  measuring.catch(() => measured.delete(domain))
  return measuring
}

async function measure(domain: ImportedDomain, openFeatures: NonNullable<InspectRequest['openFeatures']>): Promise<Measured> {
  const figures = await measureImages(domain)
  const means = await meanImages(domain)
  const network = openFeatures(domain)
  try {
    return { figures, means, nearness: await neighbourDistances(network ?? thumbnailSpace(figures)) }
  } finally {
    network?.dispose()
  }
}

function splitOf(domain: ImportedDomain, rule: Parameters<typeof splitTarget>[1]): Split {
  const { labels } = domain
  if (domain.summary.images === 0) return { train: allIndices(domain), validation: new Int32Array(0), test: new Int32Array(0) }
  return labels.kind === 'open' ? splitSource(domain, labels.classIds, rule) : splitTarget(domain, rule)
}
