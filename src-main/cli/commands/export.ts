/** `lab export`: a trained model as a file that gives the same answers elsewhere, checked before it says so. */
import { resolve } from 'node:path'
import { ExportFormat, type ExportManifest, type ExportPhase } from '@shared/domain/export'
import { DomainRole } from '@shared/domain/ids'
import { targetAccuracyTerm } from '@shared/domain/model-card'
import { z } from 'zod'
import { exportTrial } from '../../engine/service/export-service'
import { chooseTrial } from '../choose-trial'
import { type Command, exitCode } from '../command'
import { openEngine } from '../engine-session'
import { trialFlags } from '../trial-flags'

export const exportCommand: Command = {
  name: 'export',
  usage: '--run DIR --format onnx|onnx-int8|tfjs|weights --out DIR [--method ID] [--seed N]',
  summary: 'Writes a trained model for use elsewhere, and runs the written file to check that it gives the same answers.',
  maxPositionals: 0,
  flags: {
    run: { value: 'DIR', help: 'run folder, as given to --out of lab run, lab reduce or lab stream', schema: z.string() },
    format: { value: 'FORMAT', help: `${ExportFormat.options.join(', ')}`, schema: ExportFormat },
    out: { value: 'DIR', help: 'folder to write to, empty or not there yet', schema: z.string() },
    ...trialFlags,
    domain: {
      value: 'DOMAIN',
      help: 'whose running statistics the model normalises with, where its method keeps them apart: source or target (default)',
      schema: DomainRole.optional(),
    },
    'keep-rejected': { help: 'keeps a file that fails the check, as DIR.rejected', schema: z.boolean().optional() },
  },
  async run({ values, output, interrupt }) {
    const engine = openEngine(output.note)
    const { runs, domains } = engine.service
    const run = await runs.find((await runs.open(String(values.run))).id)
    const { method, seed } = values
    const trialId = chooseTrial(run.record.trials, { method, seed }).id
    const out = resolve(String(values.out))
    const manifest = await exportTrial(
      domains,
      {
        run,
        trialId,
        format: values.format as ExportFormat,
        normalisedAs: (values.domain as DomainRole | undefined) ?? 'target',
        out,
        keepRejected: values['keep-rejected'] === true,
      },
      { signal: interrupt, onProgress: (phase, done, total) => output.progress(progressWords(phase, done, total)) },
    )
    output.result(toJson(manifest, out), () => describe(manifest, out))
    await engine.close()
    return exitCode.done
  },
}

export function progressWords(phase: ExportPhase, done: number, total: number): string {
  if (phase === 'checking') return `Checking the written file: ${done} of ${total} images`
  const words: Record<Exclude<ExportPhase, 'checking'>, string> = {
    opening: 'Opening the model and its images',
    reading: 'Reading the network',
    writing: 'Writing the files',
    describing: 'Writing the model card',
  }
  return words[phase]
}

function toJson({ format, modelBytes, parity, accuracy, origin, files }: ExportManifest, folder: string) {
  const { source, target, ...both } = parity
  const figures = ({ differences: _each, ...rest }: typeof source) => rest
  return {
    format,
    bytes: modelBytes,
    ...both,
    source: figures(source),
    target: figures(target),
    accuracy,
    trial: origin.trialId,
    files,
    folder,
  }
}

function describe({ format, model, modelBytes, parity, accuracy, card }: ExportManifest, folder: string): string {
  const pair = (name: string, file: number, lab: number | null): string =>
    `${name} ${file.toFixed(1)} % (in the lab ${lab === null ? 'unknown' : `${lab.toFixed(1)} %`})`
  const source = pair('Source', accuracy.file.sourcePct, accuracy.lab.sourcePct)
  const { targetPct } = accuracy.file
  const known = card.facts.find(({ term }) => term === targetAccuracyTerm)?.text ?? 'Not known.'
  const images = parity.source.images + parity.target.images
  return [
    `${format}: ${folder}/${model}, ${Math.round(modelBytes / 1024)} KiB.`,
    `${parity.runtime} gives the same top answer on ${parity.topOneAgreementPct.toFixed(1)} % of ${images} held-out images; the largest difference of a probability is ${parity.maxAbsDifference.toExponential(1)} (tolerance ${parity.tolerance}).`,
    targetPct === null ? `${source}. Target: ${known}` : `${source}, ${pair('target', targetPct, accuracy.lab.targetPct)}.`,
  ].join('\n')
}
