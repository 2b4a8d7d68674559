/** What a study of generalization asks when each of its domains is left out once, and what that costs. */
import type { DomainSource, PlainSource } from '@shared/domain/dataset'
import { GeneralizationPlan } from '@shared/domain/generalization'
import type { BackboneInfo, MethodInfo } from '@shared/domain/method'
import type { RecipeSetup } from '@shared/domain/recipe'
import type { RunRecord } from '@shared/domain/run'
import type { StudyData } from '@shared/domain/study'
import { readFields } from '../../forms/read-fields'

export type NamedDomain = GeneralizationPlan['domains'][number]

/** Sources and target alike, in order. `nameOf`: what a domain is called; those of one name are numbered. */
export function domainsOf(
  { source, target }: Pick<StudyData, 'source' | 'target'>,
  nameOf: (source: PlainSource) => string,
): NamedDomain[] {
  const sources = [...partsOf(source), ...partsOf(target)]
  const names = sources.map(nameOf)
  return sources.map((one, at) => {
    const name = names[at]!
    return { name: names.filter((other) => other === name).length > 1 ? `${at + 1} ${name}` : name, source: one }
  })
}

function partsOf(source: DomainSource | null): PlainSource[] {
  const parts = source?.kind === 'joined' ? source.parts : [source]
  return parts.flatMap((part) => (part?.kind === 'folder' || part?.kind === 'built-in' ? [part] : []))
}

/** What of the study's data such a plan cannot carry: every domain is source and target in turn. Empty where it has nothing of it. */
export function leftOutOfPlan({ preparation, classMap, splits }: Pick<StudyData, 'preparation' | 'classMap' | 'splits'>): string[] {
  return [
    ...(preparation ? ['what Data changes in the images'] : []),
    ...(classMap ? ['matched class names'] : []),
    ...(splits ? ['validation images and groups'] : []),
  ]
}

export interface LeaveOutChoice {
  readonly methods: readonly MethodInfo[]
  readonly epochs: number
  /** Trial seeds: 0, 1, … */
  readonly seeds: number
  /** 1: the settings of the run form; each further one is drawn. */
  readonly hyperSeeds: number
}

/** Settings that neither a chosen method nor the network knows stay behind. Null with fewer than three domains. */
export function leaveOutPlan(
  { images, testFraction }: Pick<StudyData, 'images' | 'testFraction'>,
  domains: readonly NamedDomain[],
  setup: Pick<RecipeSetup, 'batch' | 'settings'> & { readonly backbone: BackboneInfo },
  { methods, epochs, seeds, hyperSeeds }: LeaveOutChoice,
): GeneralizationPlan | null {
  if (domains.length < 3 || methods.length === 0) return null
  const known = new Set([setup.backbone, ...methods].flatMap(({ params }) => readFields(params).map(({ name }) => name)))
  return GeneralizationPlan.parse({
    domains,
    methods: methods.map(({ id }) => id),
    images,
    testFraction,
    backbone: setup.backbone.id,
    epochs,
    batch: setup.batch,
    seeds: Array.from({ length: seeds }, (_, seed) => seed),
    hyperSeeds,
    settings: Object.fromEntries(Object.entries(setup.settings).filter(([name]) => known.has(name))),
  })
}

/** "36 trainings: 6 domains × 2 methods × 3 seeds, 108 epochs in all". */
export function costOf({ domains, methods, seeds, hyperSeeds, epochs }: GeneralizationPlan): string {
  const trainings = domains.length * methods.length * seeds.length * hyperSeeds
  const factors = [
    `${domains.length} domains`,
    `${methods.length} ${methods.length === 1 ? 'method' : 'methods'}`,
    ...(hyperSeeds === 1 ? [] : [`${hyperSeeds} settings`]),
    `${seeds.length} ${seeds.length === 1 ? 'seed' : 'seeds'}`,
  ]
  return `${trainings} trainings: ${factors.join(' × ')}, ${(trainings * epochs).toLocaleString('en-US')} epochs in all`
}

/** Runs of one study, in the order they were queued. */
export type LeaveOutRuns = readonly [RunRecord, ...RunRecord[]]

/** The study's newest series of runs, or null. `runs`: of the study, newest first. */
export function newestSeries(runs: readonly RunRecord[]): LeaveOutRuns | null {
  const of = runs.find(({ request }) => request.fold !== undefined)?.request.fold?.of
  const [first, ...rest] = runs.filter(({ request }) => of !== undefined && request.fold?.of === of).reverse()
  return first ? [first, ...rest] : null
}

/** Seconds until all are done, from those that are; null before the first. */
export function secondsLeft(runs: LeaveOutRuns): number | null {
  const seconds = runs.flatMap(({ status, startedAt, finishedAt }) =>
    status === 'done' && startedAt !== null && finishedAt !== null ? [(Date.parse(finishedAt) - Date.parse(startedAt)) / 1000] : [],
  )
  if (seconds.length === 0) return null
  return (seconds.reduce((sum, one) => sum + one, 0) / seconds.length) * (runs.length - seconds.length)
}
