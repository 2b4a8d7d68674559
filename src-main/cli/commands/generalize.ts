/** `lab generalize`: leaves out one domain after another, learns without it and meets it at the end. */
import { join, resolve } from 'node:path'
import { AppError } from '@shared/contract/failure'
import { suggestedDefaults } from '@shared/domain/dataset'
import { GeneralizationPlan, type GeneralizationTable } from '@shared/domain/generalization'
import { figureText } from '@shared/domain/generalization-words'
import { z } from 'zod'
import { builtInPairs } from '../../engine/data/built-in-pairs'
import { writeFileAtomic } from '../../storage/atomic-file'
import { findLocations } from '../../storage/locations'
import { type Command, exitCode } from '../command'
import { parseDomains } from '../domain-text'
import { type EngineSession, openEngine } from '../engine-session'
import { assignments, numberList, wholeNumber } from '../flags'
import { reportProgress } from '../follow-run'
import { formatDuration } from '../format-duration'
import { issueWords } from '../issue-words'
import type { Output } from '../output'
import { alignRows } from '../text-table'

export const generalize: Command = {
  name: 'generalize',
  usage: '--domains DIR… --method ID… [flags]',
  summary: 'Leaves out one domain after another, learns on the others and tests on the one never seen; goes on where it was stopped.',
  maxPositionals: 0,
  flags: {
    domains: {
      value: 'DIR',
      many: true,
      help: 'three or more folders with the same classes, or a built-in set: rotated-digits',
      schema: z.array(z.string()).min(1),
    },
    method: { value: 'ID', many: true, help: 'methods, such as erm irm groupdro; see lab methods', schema: z.array(z.string()).min(1) },
    backbone: { value: 'ID', help: 'network, default digits-cnn-bn', schema: z.string().optional() },
    epochs: { value: 'N', help: 'passes over the sources, default 10 (8 for rotated-digits)', schema: wholeNumber(1, 1000).optional() },
    batch: { value: 'N', help: 'source images a step, in equal shares of each domain', schema: wholeNumber(2, 1024).optional() },
    seeds: { value: '0,1,2', help: 'trial seeds, default 0,1,2', schema: numberList.optional() },
    'hyper-seeds': {
      value: 'N',
      help: 'settings to try: 1 (default) the ones given, each further one drawn at random',
      schema: wholeNumber(1, 100).optional(),
    },
    set: { value: 'key=value', many: true, help: 'parameter of data, backbone or method', schema: assignments.optional() },
    out: { value: 'DIR', help: 'folder for runs and tables; give it again to go on', schema: z.string().optional() },
  },
  async run({ values, output, interrupt }) {
    const plan = toPlan(values)
    const folder = values.out === undefined ? join(findLocations().home, 'generalization', stamp()) : resolve(String(values.out))
    const engine = openEngine(output.note, { maps: 'never' })
    reportProgress(engine, output)
    const { runIds } = await engine.client.call('generalization.start', { studyId: null, plan, folder: join(folder, 'runs') })
    if (!(await followAll(engine, runIds, output, interrupt))) {
      output.note(`Stopped. Go on with the same command and --out ${folder}`)
      return exitCode.interrupted
    }
    const table = await engine.client.call('generalization.table', { runIds })
    for (const [format, file] of [
      ['csv', 'table.csv'],
      ['markdown', 'table.md'],
      ['html', 'table.html'],
    ] as const) {
      const { text } = await engine.client.call('generalization.document', { runIds, format })
      await writeFileAtomic(join(folder, file), text)
    }
    output.result({ ...table, folder }, () => describe(table, folder))
    return exitCode.done
  },
}

function toPlan(values: Readonly<Record<string, unknown>>): GeneralizationPlan {
  const texts = (values.domains as string[]).flatMap((text) => (text.includes(',') ? text.split(',') : [text]))
  const domains = parseDomains(texts, '--domains')
  const set = builtInPairs.find(({ id, domains: own }) => own !== undefined && texts.every((text) => text.split(':')[0] === id))
  const { imageSize, ...suggested } = set?.suggested ?? { ...suggestedDefaults, testFraction: 0.2 }
  const parsed = GeneralizationPlan.safeParse({
    domains,
    ...suggested,
    methods: (values.method as string[]).flatMap((ids) => ids.split(',')),
    images: { imageSize },
    ...given(values, {
      backbone: 'backbone',
      epochs: 'epochs',
      batch: 'batch',
      seeds: 'seeds',
      'hyper-seeds': 'hyperSeeds',
      set: 'settings',
    }),
  })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const field = String(issue.path[0])
  const flag = field === 'methods' ? '--method' : field === 'hyperSeeds' ? '--hyper-seeds' : `--${field}`
  const hint = field === 'domains' ? 'Give three folders or more: all but one are learnt from.' : `See lab generalize --help for ${flag}.`
  throw new AppError('invalid-input', `${flag}: ${issueWords(issue)}.`, hint, flag)
}

function given(values: Readonly<Record<string, unknown>>, names: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(names).flatMap(([flag, field]) => (values[flag] === undefined ? [] : [[field, values[flag]]])))
}

function stamp(): string {
  return new Date().toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15)
}

/** Waits for every run; false when interrupted, their checkpoints kept. Throws the first run's failure, the others stopped. */
async function followAll(
  { client, service }: EngineSession,
  runIds: readonly string[],
  { note }: Output,
  interrupt: AbortSignal,
): Promise<boolean> {
  const cancelAll = (): void => {
    for (const runId of [...runIds].reverse()) void client.call('runs.cancel', { runId }).catch(() => undefined)
  }
  interrupt.addEventListener('abort', cancelAll)
  if (interrupt.aborted) cancelAll()
  const waiting = new Set(service.runs.queue().filter((id) => runIds.includes(id)))
  const all = waiting.size
  const beganMs = performance.now()
  const stopListening = client.on('run.changed', ({ id, name, status, failure }) => {
    if (status === 'failed') {
      note(`${name}: ${failure?.message ?? 'failed'}`)
      cancelAll()
    }
    if (status !== 'done' || !waiting.delete(id)) return
    const seconds = (performance.now() - beganMs) / 1000
    const left = waiting.size === 0 ? '' : `, about ${formatDuration((seconds / (all - waiting.size)) * waiting.size)} left for all`
    note(`${runIds.length - waiting.size} of ${runIds.length} runs done${left}`)
  })
  try {
    for (const runId of runIds) {
      const { name, status, failure } = await service.runs.whenSettled(runId)
      if (interrupt.aborted) return false
      if (status === 'failed') throw new AppError('invalid-input', `${name}: ${failure?.message ?? 'It failed.'}`, failure?.hint ?? '')
    }
    return true
  } finally {
    stopListening()
    interrupt.removeEventListener('abort', cancelAll)
  }
}

function describe({ domains, methods, hyperSeeds }: GeneralizationTable, folder: string): string {
  const header = ['method', ...domains, 'average']
  const rows = methods.map(({ method, trainingDomain: { perDomain, average } }) => [method, ...[...perDomain, average].map(figureText)])
  const oracles = methods.flatMap(({ method, oracle }) =>
    oracle ? [[method, ...[...oracle.perDomain, oracle.average].map(figureText)]] : [],
  )
  // Aligned together, so that both tables have the same columns.
  const [head, ...lines] = alignRows([header, ...rows, ...oracles])
  return [
    `Accuracy on the domain left out, % ± standard error over trial seeds; ${hyperSeeds} settings, chosen by training-domain validation`,
    head,
    ...lines.slice(0, rows.length),
    ...(oracles.length === 0 ? [] : ['', 'ORACLE, chosen by target labels and so optimistic:', head, ...lines.slice(rows.length)]),
    '',
    `Tables and runs: ${folder}`,
  ].join('\n')
}
