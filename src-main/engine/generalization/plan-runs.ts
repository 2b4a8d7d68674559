/** The runs of a study that leaves out one domain after another. */
import { createHash } from 'node:crypto'
import { AppError } from '@shared/contract/failure'
import type { GeneralizationPlan } from '@shared/domain/generalization'
import { RunRequest } from '@shared/domain/run'
import { findMethod } from '../methods/registry'
import { drawSettings } from './draw-settings'

export interface PlannedRun {
  /** Readable, and safe as a folder name: `1-of-6-setting-0`. */
  readonly name: string
  readonly request: RunRequest
}

/** Setting by setting, so that a study that is stopped has whole tables. Throws AppError `invalid-input` or `not-found` for methods that do not fit. */
export function planRuns(plan: GeneralizationPlan): PlannedRun[] {
  const { domains, methods: ids, hyperSeeds, settings, testFraction, images, backbone, epochs, batch, seeds } = plan
  const methods = [...new Set(ids)].map(findMethod)
  const unfit = methods.find(({ needs }) => needs.target !== 'none' || needs.start !== 'backbone')
  if (unfit !== undefined) {
    throw new AppError(
      'invalid-input',
      `${unfit.label} trains on the target, which is never seen here.`,
      'Choose methods of generalization, such as erm, or source-only.',
      'method',
    )
  }
  const of = createHash('sha256').update(JSON.stringify(plan)).digest('hex').slice(0, 16)
  const names = domains.map(({ name }) => name)
  return Array.from({ length: hyperSeeds }, (_, hyperSeed) =>
    domains.map(({ source: target }, heldOut) => ({
      name: `${heldOut + 1}-of-${domains.length}-setting-${hyperSeed}`,
      request: RunRequest.parse({
        source: { kind: 'joined', parts: domains.filter((_, at) => at !== heldOut).map(({ source }) => source) },
        target,
        images,
        testFraction,
        methods: methods.map(({ id }) => id),
        backbone,
        epochs,
        batch,
        seeds,
        bare: true,
        settings: { ...drawSettings(methods, hyperSeed), ...settings },
        fold: { of, domains: names, heldOut, hyperSeed },
      }),
    })),
  ).flat()
}
