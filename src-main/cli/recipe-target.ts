/** What `lab recipe` and its neighbours are about: a study folder, a run folder, or data given by flags. */
import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { AppError } from '@shared/contract/failure'
import { type PairRef, suggestedDefaults } from '@shared/domain/dataset'
import type { RecipeSetup } from '@shared/domain/recipe'
import type { RunRecord, RunRequest } from '@shared/domain/run'
import { Study } from '@shared/domain/study'
import { z } from 'zod'
import { requestOf } from '../engine/service/recipe-experiments'
import { setupOf } from '../engine/service/recipe-study'
import { RunFolder, readJson } from '../storage/run-folder'
import type { EngineSession } from './engine-session'
import type { Flags } from './flags'
import { runFlags, toRunRequest } from './run-flags'

const { out: _out, bare: _bare, schedule: _schedule, 'target-test': _targetTest, ...dataFlags } = runFlags

export const recipeFlags: Flags = {
  study: {
    value: 'DIR',
    help: 'study folder, such as ~/Shiftlab/studies/digits; its newest run is looked at',
    schema: z.string().optional(),
  },
  run: { value: 'DIR', help: 'run folder, as given to --out of lab run', schema: z.string().optional() },
  ...dataFlags,
  method: { value: 'ID', many: true, help: 'method that the gates are about, default dann', schema: z.array(z.string()).min(1).optional() },
}

export interface RecipeTarget {
  readonly pair: PairRef
  readonly setup: RecipeSetup
  /** What would be started. */
  readonly request: RunRequest
  readonly runId: string | null
}

/** Throws `invalid-input` naming the flags where none or several of them say what to look at. */
export async function findRecipeTarget(
  values: Readonly<Record<string, unknown>>,
  engine: EngineSession,
  method = 'dann',
): Promise<RecipeTarget> {
  const given = ['study', 'run', 'source', 'pair'].filter((name) => values[name] !== undefined)
  if (given.length !== 1) {
    throw new AppError(
      'invalid-input',
      given.length === 0 ? 'Nothing to look at was given.' : `${given.map((name) => `--${name}`).join(' and ')} exclude each other.`,
      'Give --study DIR, --run DIR, --pair BUILTIN, or --source DIR and --target DIR.',
      given.length === 0 ? '--study' : `--${given[0]}`,
    )
  }
  if (values.run !== undefined) return ofRun(await engine.client.call('runs.open', { folder: String(values.run) }))
  if (values.study !== undefined) return ofStudy(resolve(String(values.study)), values, engine, method)
  return ofRequest((await toRunRequest({ ...values, method: values.method ?? [method] })).request)
}

function ofRequest(request: RunRequest): RecipeTarget {
  return { pair: pairOf(request), setup: setupOf(request), request, runId: null }
}

function ofRun({ id, request }: RunRecord): RecipeTarget {
  return { ...ofRequest(request), runId: id }
}

async function ofStudy(
  folder: string,
  values: Readonly<Record<string, unknown>>,
  engine: EngineSession,
  method: string,
): Promise<RecipeTarget> {
  const study = await readJson(join(folder, 'study.json'), Study)
  if (study === null) {
    throw new AppError(
      'not-found',
      `${folder} is not a study folder: it has no study.json.`,
      'Give a folder below studies/ of the home folder.',
      '--study',
    )
  }
  const newest = await newestRun(join(folder, 'runs'))
  if (newest !== null) return ofRun(await engine.client.call('runs.open', { folder: newest.path }))
  const { source, target, images, ...data } = study.data
  if (source === null || target === null) {
    throw new AppError(
      'invalid-input',
      `The study "${study.name}" lacks a ${source === null ? 'source' : 'target'}.`,
      'Choose both folders on Data first.',
      '--study',
    )
  }
  const setup: RecipeSetup = {
    method: String((values.method as string[] | undefined)?.[0] ?? method),
    backbone: String(values.backbone ?? suggestedDefaults.backbone),
    epochs: Number(values.epochs ?? suggestedDefaults.epochs),
    batch: Number(values.batch ?? suggestedDefaults.batch),
    settings: (values.set as Record<string, string> | undefined) ?? {},
    seed: (values.seeds as number[] | undefined)?.[0] ?? 0,
  }
  const pair: PairRef = { source, target, images, ...data }
  return { pair, setup, runId: null, request: requestOf(pair, setup) }
}

/** The newest run that has begun; campaign runs stay among themselves. */
async function newestRun(folder: string): Promise<RunFolder | null> {
  const names = await readdir(folder).catch(() => [])
  const begun: { readonly run: RunFolder; readonly createdAt: string }[] = []
  for (const name of names) {
    const run = new RunFolder(join(folder, name))
    const record = await run.readRecord().catch(() => null)
    if (record !== null && record.fingerprints !== null) begun.push({ run, createdAt: record.createdAt })
  }
  return begun.sort((a, b) => b.createdAt.localeCompare(a.createdAt))[0]?.run ?? null
}

function pairOf({ source, target, images, testFraction, splits, preparation, classMap }: RunRequest): PairRef {
  return {
    source,
    target,
    images,
    testFraction,
    ...(splits ? { splits } : {}),
    ...(preparation ? { preparation } : {}),
    ...(classMap ? { classMap } : {}),
  }
}
