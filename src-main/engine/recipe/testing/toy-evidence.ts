/** Evidence of a study in which every gate passes, to be spoilt one part at a time. */
import type { ErrorReport, JudgedCurve, RecipeSetup } from '@shared/domain/recipe'
import { type MetricPoint, RunRecord, RunRequest, type RunResult } from '@shared/domain/run'
import type { CurvePattern } from '@shared/domain/training-curve'
import { findConvergence } from '../curves/convergence'
import { diagnoseCurve } from '../curves/diagnose-curve'
import { recordedCurves } from '../curves/recorded-curves'
import type { RecipeEvidence, RunEvidence, TrialEvidence } from '../gate'
import { proposeNetwork } from '../propose-network'

export const toySetup: RecipeSetup = { method: 'dann', backbone: 'digits-cnn-bn', epochs: 10, batch: 64, settings: {}, seed: 0 }

const domain = { kind: 'built-in', pair: 'digits-textured', role: 'source' } as const
const request = RunRequest.parse({ source: domain, target: { ...domain, role: 'target' }, images: { imageSize: 28 }, methods: ['dann'] })

/** Metrics of a healthy adversarial trial of ten epochs. */
export function soundMetrics(spoilt: Readonly<Record<string, (epoch: number) => number>> = {}): MetricPoint[] {
  const series: Readonly<Record<string, (epoch: number) => number>> = {
    sourceAccuracyPct: (epoch) => 97 - 60 / (1 + epoch) ** 2,
    domainAccuracyPct: () => 70,
    lambda: (epoch) => 2 / (1 + Math.exp(-epoch)) - 1,
    targetLargestClassPct: () => 14,
    ...spoilt,
  }
  return Object.entries(series).flatMap(([name, value]) =>
    Array.from({ length: 11 }, (_, epoch) => ({ step: epoch, epoch, name, value: value(epoch) })),
  )
}

export function toyRun(
  options: { readonly seeds?: readonly number[]; readonly metrics?: readonly MetricPoint[]; readonly gains?: readonly number[] } = {},
): RunEvidence {
  const { seeds = [0, 1, 2], metrics = soundMetrics(), gains = [20, 22, 21] } = options
  const trials: TrialEvidence[] = seeds.map((seed) => ({
    trial: { id: `dann-seed${seed}`, method: 'dann', seed, status: 'done', checkpointEpoch: 10 },
    metrics,
  }))
  const record = RunRecord.parse({
    id: 'dann-1',
    studyId: 'study',
    name: 'DANN',
    folder: '/run',
    createdAt: '2026-01-01T00:00:00Z',
    startedAt: null,
    finishedAt: null,
    status: 'done',
    failure: null,
    request: { ...request, seeds: [...seeds] },
    params: {},
    trials: trials.map(({ trial }) => trial),
    versions: {},
    device: null,
    fingerprints: null,
    classNames: Array.from({ length: 10 }, (_, id) => String(id)),
  })
  const resultOf = (method: string, seed: number, target: number) => ({
    method,
    seed,
    lastCheckpoint: { epoch: 10, sourceAccuracyPct: 97, targetAccuracyPct: target },
    validators: {},
    imagesPerSecond: 1,
    seconds: 1,
    weightsSha256: '',
  })
  const result: RunResult = {
    runs: seeds.flatMap((seed, at) => [resultOf('dann', seed, 40 + (gains[at] ?? 0)), resultOf('source-only', seed, 40)]),
    summary: { dann: { seeds: seeds.length, meanPct: 60, ci95Pct: 2, sourceMeanPct: 97, sourceCi95Pct: 0.4 } },
    ledger: { targetLabelReads: 1, labels: 10 },
    folder: '/run',
    report: '/run/report.html',
  }
  return { record, result, trials }
}

export function judged(pattern: CurvePattern, index = 0): JudgedCurve {
  const found = recordedCurves.find((one) => one.pattern === pattern && one.index === index)
  if (found === undefined) throw new Error(`${pattern} ${index} is not recorded`)
  const { curve } = found
  return { runId: 'dann-1', trialId: 'dann-seed0', method: 'dann', seed: 0, curve, diagnosis: diagnoseCurve(curve, toySetup) }
}

export const soundErrors: ErrorReport = {
  runId: 'dann-1',
  trialId: 'dann-seed0',
  epoch: 10,
  images: 450,
  errors: 12,
  clusters: [{ truth: '4', predicted: '9', count: 2, ofClassPct: 4, ofErrorsPct: 17, indices: [1, 2], attributes: [] }],
  attributes: [],
  ecePct: 1.4,
  reliability: [{ count: 450, confidencePct: 98, accuracyPct: 97 }],
}

/** All but the data and the network checks, which tests measure for real. */
export function soundEvidence(): RecipeEvidence {
  const curves = [judged('healthy', 0), judged('healthy', 3)]
  return {
    setup: toySetup,
    data: null,
    proposal: proposeNetwork({ images: 4050, classes: 10, imageSize: 28, saturation: 0, contrast: 0.3 }),
    checks: null,
    run: toyRun(),
    curves,
    convergence: findConvergence(curves.map(({ curve }) => curve)),
    errors: soundErrors,
    labelOf: (method) => method.toUpperCase(),
  }
}
