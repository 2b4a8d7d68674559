/** Turns the flags of `lab run` into the run request of the contract. */
import { resolve } from 'node:path'
import { AppError } from '@shared/contract/failure'
import { type DomainSource, type PlainSource, suggestedDefaults } from '@shared/domain/dataset'
import { RunRequest } from '@shared/domain/run'
import type { SchedulePoint } from '@shared/domain/schedule'
import type { ClassMap } from '@shared/domain/split'
import { z } from 'zod'
import { findBuiltInPair } from '../engine/data/built-in-pairs'
import { scanFolder } from '../engine/data/scan-folder'
import { readCodeTable } from './code-table'
import { parseDomain } from './domain-text'
import { drawnSchedules } from './drawn-schedules'
import { assignments, type Flags, numberList, wholeNumber } from './flags'
import { issueWords } from './issue-words'
import { preparationFlag, readPreparation } from './preparation-file'
import { parseShifts } from './shift-flags'

export const runFlags: Flags = {
  source: {
    value: 'DIR',
    many: true,
    help: 'folder of source images, one subfolder a class; several for methods of generalization; or a domain such as rotated-digits:30',
    schema: z.array(z.string()).optional(),
  },
  target: {
    value: 'DIR',
    help: 'folder of target images; class subfolders are read only for the final report',
    schema: z.string().optional(),
  },
  'target-test': {
    value: 'DIR',
    help: 'separate folder of target test images; otherwise the target is split',
    schema: z.string().optional(),
  },
  'source-list': {
    value: 'FILE.csv',
    help: 'which source images, or images of --data, are in: file[,split][,class][,group]',
    schema: z.string().optional(),
  },
  'target-list': { value: 'FILE.csv', help: 'the same for the target', schema: z.string().optional() },
  map: {
    value: 'target=source',
    many: true,
    help: 'which target class is which source class where names differ; target= for a class the source lacks',
    schema: assignments.optional(),
  },
  preparation: preparationFlag,
  data: {
    value: 'DIR',
    help: 'with --unseen: one folder, whose other classes are learnt',
    schema: z.string().optional(),
  },
  unseen: {
    value: 'CLASS',
    many: true,
    help: 'classes of --data that are never trained on, for few-shot and zero-shot methods',
    schema: z.array(z.string()).optional(),
  },
  codes: {
    value: 'FILE.csv',
    help: 'class × attribute table for zero-shot methods: class,attribute,…; values from 0 to 1',
    schema: z.string().optional(),
  },
  pair: { value: 'BUILTIN', help: 'a built-in pair instead of folders, such as digits-textured or moons', schema: z.string().optional() },
  shift: {
    value: 'ID:X[,…]',
    help: 'shifts the target, such as rotation:3,gaussian-noise:2 (see lab shifts); without --target, the source shifted is the target',
    schema: z.string().optional(),
  },
  'shift-of': {
    value: 'SIDE',
    help: 'what --shift shifts: target, or source, whose shifted images are then the target',
    schema: z.enum(['source', 'target']).optional(),
  },
  method: { value: 'ID', many: true, help: 'methods to run, such as dann; see lab methods', schema: z.array(z.string()).min(1) },
  backbone: {
    value: 'ID|DIR',
    help: 'network, default digits-cnn-bn (mlp for moons), or the folder of your own TF.js LayersModel',
    schema: z.string().optional(),
  },
  epochs: { value: 'N', help: 'passes over the source, default 10 (300 for moons)', schema: wholeNumber(1, 1000).optional() },
  batch: { value: 'N', help: 'images of each domain a step, default 64', schema: wholeNumber(2, 1024).optional() },
  seeds: { value: '0,1,2', help: 'one trial of every method for each seed, default 0,1,2', schema: numberList.optional() },
  set: {
    value: 'key=value',
    many: true,
    help: 'parameter of data, backbone, method or schedule, such as imageSize=32',
    schema: assignments.optional(),
  },
  schedule: {
    value: 'NAME=p:v,p:v',
    many: true,
    help: 'draws a schedule over training progress 0 to 1, such as lambda=0:0,0.5:1 or learningRate=0:0.001,1:0.0001',
    schema: drawnSchedules.optional(),
  },
  bare: { help: 'without source-only and target-oracle beside the methods', schema: z.boolean().optional() },
  sealed: {
    help: 'target labels stay shut: no target figures in the report, no target-oracle, no map',
    schema: z.boolean().optional(),
  },
  out: { value: 'DIR', help: 'run folder to write; default a new one under the home folder', schema: z.string().optional() },
}

interface RunValues {
  readonly source?: string[]
  readonly target?: string
  readonly 'target-test'?: string
  readonly 'source-list'?: string
  readonly 'target-list'?: string
  readonly map?: Record<string, string>
  readonly preparation?: string
  readonly data?: string
  readonly unseen?: string[]
  readonly codes?: string
  readonly pair?: string
  readonly shift?: string
  readonly 'shift-of'?: 'source' | 'target'
  readonly method: string[]
  readonly backbone?: string
  readonly epochs?: number
  readonly batch?: number
  readonly seeds?: number[]
  readonly set?: Record<string, string>
  readonly schedule?: Record<string, SchedulePoint[]>
  readonly bare?: boolean
  readonly sealed?: boolean
  readonly out?: string
}

/** Throws `invalid-input` naming the flag when the data is missing, given twice, or not possible yet. */
export async function toRunRequest(values: Readonly<Record<string, unknown>>): Promise<{
  readonly request: RunRequest
  readonly out: string | undefined
}> {
  const given = values as unknown as RunValues
  const plain = given.data === undefined ? domains(given) : await classesOf(given.data, given)
  const shifted = (base: DomainSource): DomainSource => {
    if (given.shift === undefined) return base
    if (base.kind === 'folder' || base.kind === 'built-in') return { kind: 'shifted', base, shifts: parseShifts(given.shift), seed: 0 }
    throw new AppError('invalid-input', '--shift cannot shift several domains at once.', 'Shift a single folder.', '--shift')
  }
  const { imageSize, ...suggested } = given.pair === undefined ? suggestedDefaults : findBuiltInPair(given.pair).pair.suggested
  const parsed = RunRequest.safeParse({
    source: plain.source,
    target: shifted(given['shift-of'] === 'source' ? plain.source : plain.target),
    targetTest: given['target-test'] === undefined ? null : shifted(folder(given['target-test'])),
    ...suggested,
    images: { imageSize },
    ...(given.preparation === undefined ? {} : await readPreparation(given.preparation)),
    ...defined('codes', given.codes === undefined ? undefined : await readCodeTable(given.codes)),
    ...defined('classMap', given.map && toClassMap(given.map)),
    methods: given.method.flatMap((ids) => ids.split(',')),
    ...defined('backbone', given.backbone && toBackbone(given.backbone)),
    ...defined('epochs', given.epochs),
    ...defined('batch', given.batch),
    ...defined('seeds', given.seeds),
    ...defined('bare', given.bare),
    ...defined('sealed', given.sealed),
    settings: given.set ?? {},
    schedules: given.schedule ?? {},
  })
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const flag = flagOf(String(issue.path[0]))
    throw new AppError('invalid-input', `--${flag}: ${issueWords(issue)}.`, `See lab run --help for --${flag}.`, `--${flag}`)
  }
  return { request: parsed.data, out: given.out === undefined ? undefined : resolve(given.out) }
}

/** The classes of one folder, those that are learnt as the source and those that are not as the target. */
async function classesOf(path: string, given: RunValues): Promise<{ source: DomainSource; target: DomainSource }> {
  const unseen = (given.unseen ?? []).flatMap((text) => text.split(','))
  const others = (['source', 'target', 'pair'] as const).find((flag) => given[flag] !== undefined)
  if (others !== undefined || unseen.length < 2) {
    throw new AppError(
      'invalid-input',
      others === undefined ? '--unseen needs two classes or more.' : `--data and --${others} exclude each other.`,
      'Give --data DIR --unseen CLASS CLASS …, or --source DIR --target DIR.',
      others === undefined ? '--unseen' : `--${others}`,
    )
  }
  const list = given['source-list'] === undefined ? undefined : resolve(given['source-list'])
  const base: PlainSource = { kind: 'folder', path: resolve(path), ...defined('list', list) }
  const names = new Set((await scanFolder(base.path, { list })).images.flatMap(({ className }) => className ?? []))
  const absent = unseen.find((name) => !names.has(name))
  if (absent !== undefined) {
    throw new AppError('invalid-input', `${path} has no class '${absent}'.`, `It has: ${[...names].join(', ')}.`, '--unseen')
  }
  const seen = [...names].filter((name) => !unseen.includes(name))
  if (seen.length < 2) {
    throw new AppError(
      'invalid-input',
      `${seen.length} classes are left to learn on; two are needed.`,
      'Leave more classes seen.',
      '--unseen',
    )
  }
  return { source: { kind: 'classes', base, classes: seen }, target: { kind: 'classes', base, classes: unseen } }
}

function domains(given: RunValues): { source: DomainSource; target: PlainSource } {
  if (given.pair !== undefined) {
    if (given.source !== undefined || given.target !== undefined) {
      throw new AppError(
        'invalid-input',
        '--pair and --source/--target exclude each other.',
        'Give either a built-in pair or two folders.',
        '--pair',
      )
    }
    const set = findBuiltInPair(given.pair).pair.domains?.map(({ source }) => source)
    if (set !== undefined) return { source: { kind: 'joined', parts: set.slice(0, -1) }, target: set[set.length - 1] }
    return {
      source: { kind: 'built-in', pair: given.pair, role: 'source' },
      target: { kind: 'built-in', pair: given.pair, role: 'target' },
    }
  }
  const target = given.target ?? (given.shift === undefined ? undefined : given.source?.[0])
  const missing = given.source === undefined ? 'source' : target === undefined ? 'target' : null
  if (missing !== null || given.source === undefined || target === undefined) {
    throw new AppError(
      'invalid-input',
      `--${missing} is missing.`,
      'Give --source DIR and --target DIR, or --pair digits-textured.',
      `--${missing}`,
    )
  }
  const targetList = given.target === undefined ? given['source-list'] : given['target-list']
  const sources = given.source.map((path) => folder(path, given['source-list']))
  return { source: sources.length === 1 ? sources[0] : { kind: 'joined', parts: sources }, target: folder(target, targetList) }
}

/** A path is known by its slash; anything else is an id. */
const toBackbone = (text: string): string => (/[/\\]/.test(text) ? resolve(text) : text)

const folder = (path: string, list?: string): PlainSource => {
  const source = parseDomain(path, '--source')
  return source.kind === 'folder' && list !== undefined ? { ...source, list: resolve(list) } : source
}

function toClassMap(pairs: Readonly<Record<string, string>>): ClassMap {
  return Object.fromEntries(Object.entries(pairs).map(([target, source]) => [target, source === '' ? null : source]))
}

function flagOf(field: string): string {
  return (
    { methods: 'method', images: 'set', settings: 'set', schedules: 'schedule', targetTest: 'target-test', classMap: 'map' }[field] ?? field
  )
}

function defined<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]?: V })
}
