/** Learning curves over data: which runs make one up, and what finished runs say about the worth of more labels. */
import type { RunRequest, RunResult } from './run'

/** Parts of the source's labels, in (0,1]. */
export const learningFractions: readonly number[] = [0.01, 0.05, 0.1, 0.5, 1]

export interface CurveRun {
  /** A word for a folder or a list: `transfer-5pct`. */
  readonly name: string
  readonly request: RunRequest
}

export interface CurveOptions {
  readonly fractions?: readonly number[]
  /** Network that is trained from scratch for comparison; the same one at random where it can be, EfficientNet-Lite0 at random otherwise. */
  readonly scratch?: string | undefined
}

const pretrainedNetwork = 'efficientnet-lite0'
const transferSettings = ['trained', 'lastBlocks', 'unfreezePart', 'blockRate', 'startPull']
/** Settings of networks that another network does not know. */
const networkSettings = ['weights', 'preprocessing', 'featureLayer']

/**
 * One run for every part of the labels, with the request's network and, where that is a pretrained one, with a network from scratch beside
 * it. The runs are bare: what is compared is transfer and scratch.
 */
export function curveRuns(request: RunRequest, { fractions = learningFractions, scratch }: CurveOptions = {}): CurveRun[] {
  const arms = isPretrained(request) ? { transfer: request, scratch: fromScratch(request, scratch) } : { scratch: request }
  return Object.entries(arms).flatMap(([arm, one]) =>
    fractions.map((fraction) => ({
      name: `${arm}-${String(100 * fraction).replace('.', '_')}pct`,
      request: { ...one, bare: true, settings: { ...one.settings, labelFraction: fraction } },
    })),
  )
}

export function isPretrained({ backbone, settings }: Pick<RunRequest, 'backbone' | 'settings'>): boolean {
  return isOwnModel(backbone) || (backbone === pretrainedNetwork && settings.weights !== 'random')
}

const isOwnModel = (backbone: string): boolean => /[/\\]/.test(backbone)

function fromScratch(request: RunRequest, scratch: string | undefined): RunRequest {
  const backbone = scratch ?? (isOwnModel(request.backbone) ? pretrainedNetwork : request.backbone)
  const kept = Object.entries(request.settings).filter(([key]) => !transferSettings.includes(key) && !networkSettings.includes(key))
  const weights = backbone === pretrainedNetwork ? { weights: 'random' } : {}
  return { ...request, backbone, settings: { ...Object.fromEntries(kept), ...weights } }
}

export interface CurvePoint {
  readonly fraction: number
  readonly seeds: number
  /** Means over seeds and half widths of their 95 % t-intervals, last checkpoint, held-out images, in percent. */
  readonly sourceMeanPct: number
  readonly sourceCi95Pct: number | null
  readonly targetMeanPct: number | null
  readonly targetCi95Pct: number | null
}

/** What one way of training makes of more and more labels. */
export interface CurveLine {
  /** Network and what is trained of it, in words. */
  readonly name: string
  readonly method: string
  readonly pretrained: boolean
  /** By ascending fraction; the newest run where there are several. */
  readonly points: readonly CurvePoint[]
}

/** Lines of all ways of training that have finished runs with at least `fewest` parts of the labels. `runs`: oldest first. */
export function curveLines(
  runs: readonly { readonly request: RunRequest; readonly result: Pick<RunResult, 'summary'> }[],
  fewest: number,
): CurveLine[] {
  const lines = new Map<string, { readonly line: Omit<CurveLine, 'points'>; readonly points: Map<number, CurvePoint> }>()
  for (const { request, result } of runs) {
    const { labelFraction, ...settings } = request.settings
    const fraction = Number(labelFraction ?? 1)
    for (const [method, summary] of Object.entries(result.summary)) {
      const key = JSON.stringify([method, request.backbone, request.images, request.epochs, request.batch, Object.entries(settings).sort()])
      const line = { name: wayOf(request), method, pretrained: isPretrained(request) }
      const known = lines.get(key) ?? { line, points: new Map<number, CurvePoint>() }
      const { seeds, sourceMeanPct, sourceCi95Pct, meanPct: targetMeanPct, ci95Pct: targetCi95Pct } = summary
      known.points.set(fraction, { fraction, seeds, sourceMeanPct, sourceCi95Pct, targetMeanPct, targetCi95Pct })
      lines.set(key, known)
    }
  }
  return [...lines.values()]
    .filter(({ points }) => points.size >= fewest)
    .map(({ line, points }) => ({ ...line, points: [...points.values()].sort((a, b) => a.fraction - b.fraction) }))
}

const ways: Readonly<Record<string, string>> = {
  full: 'fine-tuned',
  'linear-probe': 'linear probe',
  'last-blocks': 'last blocks',
  gradual: 'gradual unfreezing',
}

function wayOf(request: RunRequest): string {
  const { backbone, settings } = request
  const network = backbone.split(/[/\\]/).at(-1) ?? backbone
  return isPretrained(request) ? `${network}, ${ways[String(settings.trained ?? 'full')]}` : `${network} from scratch`
}
