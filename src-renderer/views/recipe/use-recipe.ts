/** What the open study's recipe is about, and its newest look: judged again when the data, the form or the run changes. */
import type { RecipeSetup } from '@shared/domain/recipe'
import type { RunRecord } from '@shared/domain/run'
import type { Study } from '@shared/domain/study'
import { useEffect } from 'react'
import { useCatalogue } from '../../stores/catalogue'
import { useConnection } from '../../stores/connection'
import { domainKey, useDatasets } from '../../stores/datasets'
import { pairOf } from '../../stores/inspections'
import { type RecipeLook, useRecipes } from '../../stores/recipe'
import { useRuns } from '../../stores/runs'
import { selectStudy, useStudies } from '../../stores/studies'
import { useView } from '../../stores/view'
import { REFERENCES, recommendedDraft, suggestionFor } from '../train/run-draft'

export interface OpenRecipe {
  readonly study: Study
  /** Null while a folder is missing or being imported. */
  readonly look: RecipeLook | null
  /** The run that the gates are about. */
  readonly run: RunRecord | null
}

/** Null where no study is open. */
export function useOpenRecipe(): OpenRecipe | null {
  const studyId = useView((state) => state.studyId)
  const focusRunId = useView((state) => state.focusRunId)
  const study = useStudies(selectStudy(studyId))
  const runs = useRuns((state) => state.runs)
  const draft = useRecipes((state) => (studyId ? state.drafts[studyId] : undefined))
  const methods = useCatalogue((state) => state.methods)
  const backbones = useCatalogue((state) => state.backbones)
  const pairs = useCatalogue((state) => state.pairs)
  const domains = useDatasets((state) => state.domains)
  if (!study) return null
  const own = runs.filter((run) => run.studyId === study.id && run.fingerprints !== null && run.request.sealed !== true)
  const run = own.find(({ id }) => id === focusRunId) ?? own[0] ?? null
  const pair = pairOf(study)
  const imported = (['source', 'target'] as const).every((role) => domains[domainKey(study.id, role)]?.summary)
  if (!pair || !imported || methods.length === 0) return { study, look: null, run }
  const setup = run
    ? setupOfRun(run)
    : (draft ?? recommended(methods, backbones, study.data.images.imageSize, suggestionFor(study.data.source, pairs)))
  const version = run ? `${run.status} ${run.trials.map(({ checkpointEpoch }) => checkpointEpoch).join(' ')}` : ''
  return { study, run, look: { studyId: study.id, pair, setup, runId: run?.id ?? null, version } }
}

/** Keeps the report of the open study fresh. */
export function useRecipeLooks(): void {
  const open = useOpenRecipe()
  const ready = useConnection((state) => state.health.state === 'ready')
  const key = JSON.stringify(open?.look ?? null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the look
  useEffect(() => {
    if (ready && open?.look) void useRecipes.getState().look(open.look)
  }, [key, ready])
}

function setupOfRun({ request }: RunRecord): RecipeSetup {
  return {
    method: request.methods.find((id) => !REFERENCES.includes(id)) ?? (request.methods[0] as string),
    backbone: request.backbone,
    epochs: request.epochs,
    batch: request.batch,
    settings: request.settings,
    seed: request.seeds[0] ?? 0,
  }
}

function recommended(...about: Parameters<typeof recommendedDraft>): RecipeSetup {
  const { method, backbone, epochs, batch, seeds, settings } = recommendedDraft(...about)
  return { method, backbone, epochs, batch, settings: { ...settings }, seed: seeds[0] ?? 0 }
}
