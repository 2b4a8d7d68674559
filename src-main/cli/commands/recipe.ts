/** `lab recipe`: the gates of a study, a run or a pair, measured. */
import type { Gate, GateState, RecipeReport } from '@shared/domain/recipe'
import { z } from 'zod'
import { curveTestText, testDiagnosis } from '../../engine/recipe/curves/test-diagnosis'
import { type Command, exitCode } from '../command'
import { openEngine } from '../engine-session'
import { findRecipeTarget, recipeFlags } from '../recipe-target'

export const recipe: Command = {
  name: 'recipe',
  usage: '(--study DIR | --run DIR | --source DIR --target DIR | --pair BUILTIN) [--quick]',
  summary: 'Measures the gates of good practice: data, first architecture, curves, errors, adaptation; each with its remedy.',
  maxPositionals: 0,
  flags: {
    ...recipeFlags,
    quick: { help: 'leave out what has to be trained for: the gates of the first architecture then wait', schema: z.boolean().optional() },
    'curve-test': {
      help: 'judge the recorded curves of trainings made to show each pattern, and print who was taken for whom',
      schema: z.boolean().optional(),
    },
  },
  async run({ values, output, interrupt }) {
    if (values['curve-test'] === true) {
      const tested = testDiagnosis()
      output.result(tested, () => curveTestText(tested))
      return exitCode.done
    }
    const engine = openEngine(output.note)
    const { pair, setup, runId } = await findRecipeTarget(values, engine)
    engine.client.on('data.progress', ({ role, done, total }) => output.progress(`Importing ${role}: ${done} of ${total} images`))
    engine.client.on('recipe.progress', ({ part, done, total }) => output.progress(`Measuring ${part}: ${done} of ${total}`))
    const report = await engine.client.call('recipe.look', { pair, setup, runId, measure: values.quick !== true }, { signal: interrupt })
    output.result(report, () => recipeText(report))
    return exitCode.done
  },
}

const marks: Readonly<Record<GateState, string>> = { pass: 'pass', warn: 'WARN', fail: 'FAIL', waits: '  · ' }
const stages: Readonly<Record<Gate['stage'], string>> = {
  data: 'Data',
  architecture: 'First architecture',
  evaluate: 'Evaluate',
  adaptation: 'Adaptation',
}

function recipeText({ gates, checks }: RecipeReport): string {
  const width = Math.max(...gates.map(({ title }) => title.length)) + 2
  const passed = gates.filter(({ state }) => state === 'pass').length
  const lines = Object.entries(stages).flatMap(([stage, title]) => [
    '',
    title,
    ...gates.filter((gate) => gate.stage === stage).flatMap((gate) => gateLines(gate, width)),
  ])
  const tree = checks?.fit.tests.map(({ title, outcome, evidence }) => `  ${outcome.padEnd(8)}${title}: ${evidence}`) ?? []
  return [
    `${passed} of ${gates.length} gates pass`,
    ...lines,
    ...(tree.length > 0 ? ['', 'Why one batch was not learnt', ...tree] : []),
  ].join('\n')
}

function gateLines({ state, title, value, evidence, remedy }: Gate, width: number): string[] {
  const head = `  ${marks[state]}  ${title.padEnd(width)}${value}`
  if (state === 'pass' || state === 'waits') return [head]
  return [head, `        ${evidence}`, ...(remedy ? [`        → ${remedyWords(remedy)}`] : [])]
}

/** The remedy with what it would set, as flags of `lab run`. */
function remedyWords({ label, does }: NonNullable<Gate['remedy']>): string {
  if (does.kind === 'fix') return `${label} (lab inspect --fix ${does.code})`
  if (does.kind !== 'prepare') return label
  const { methods, backbone, epochs, batch, seeds, settings = {} } = does.change
  const flags = [
    ...(methods ? [`--method ${methods.join(',')}`] : []),
    ...(backbone ? [`--backbone ${backbone}`] : []),
    ...(epochs ? [`--epochs ${epochs}`] : []),
    ...(batch ? [`--batch ${batch}`] : []),
    ...(seeds ? [`--seeds ${seeds.join(',')}`] : []),
    ...Object.entries(settings).map(([name, value]) => `--set ${name}=${value}`),
  ]
  return flags.length > 0 ? `${label} (${flags.join(' ')})` : label
}
