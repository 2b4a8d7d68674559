/** What `npm run results` runs besides pairs and streams: parts of the labels, domains left out one after another, and classes never trained on. */
import { GeneralizationPlan } from '@shared/domain/generalization'
import type { RunRequest } from '@shared/domain/run'
import { findBuiltInPair } from '../../data/built-in-pairs'
import { planRuns } from '../../generalization/plan-runs'
import { methods } from '../../methods/registry'
import { builtInRequest } from './built-in-request'
import type { StudyLine } from './study-line'
import { transferRequests, transferWays } from './transfer-ways'

export interface StudyCell {
  readonly section: StudyLine['section']
  readonly method: string
  /** One for each left-out domain or part of the labels, or a single one. */
  readonly requests: readonly RunRequest[]
}

const set = 'rotated-digits'
export const studySeeds: readonly number[] = [0, 1]

export const generalizationCommand = (method: string): string =>
  `npm run -s lab -- generalize --domains ${set} --method ${method} --seeds ${studySeeds.join(',')}`

export const pairOfSection = { 'few-shot': 'digits-new-classes', 'zero-shot': 'shapes' } as const

export const newClassesCommand = (section: keyof typeof pairOfSection, method: string): string =>
  `npm run -s lab -- run --pair ${pairOfSection[section]} --method ${method} --seeds ${studySeeds.join(',')}`

/** By method, the quick ones first. */
export function studyCells(): StudyCell[] {
  const of = (family: Exclude<StudyCell['section'], 'transfer'>): string[] =>
    methods.filter((method) => method.family === family).map(({ id }) => id)
  const generalization = of('generalization')
  const runs = planRuns(generalizationPlan(generalization)).map(({ request }) => request)
  return [
    ...(['few-shot', 'zero-shot'] as const).flatMap((section) =>
      of(section).map(
        (method): StudyCell => ({
          section,
          method,
          requests: [builtInRequest(pairOfSection[section], { methods: [method], seeds: [...studySeeds] })],
        }),
      ),
    ),
    ...generalization.map(
      (method): StudyCell => ({ section: 'generalization', method, requests: runs.map((request) => ({ ...request, methods: [method] })) }),
    ),
    ...transferWays.map((way): StudyCell => ({ section: 'transfer', method: way, requests: transferRequests(way) })),
  ]
}

function generalizationPlan(ids: readonly string[]): GeneralizationPlan {
  const { domains = [], suggested } = findBuiltInPair(set).pair
  const { imageSize, ...rest } = suggested
  return GeneralizationPlan.parse({ domains, methods: ids, images: { imageSize }, ...rest, seeds: studySeeds })
}
