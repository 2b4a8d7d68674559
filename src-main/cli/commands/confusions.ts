/** `lab confusions`: which classes a finished run's method takes for which, and the images behind one such cell. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { AppError } from '@shared/contract/failure'
import type { ConfusionImages } from '@shared/domain/comparison'
import { summedConfusion, worstConfusions } from '@shared/domain/confusion-cells'
import type { ImageStrip } from '@shared/domain/dataset'
import type { RunRecord } from '@shared/domain/run'
import { z } from 'zod'
import { encodePng } from '../../engine/data/native-image'
import { writingTo } from '../../storage/unwritable'
import { chooseTrial } from '../choose-trial'
import { type Command, exitCode } from '../command'
import { type EngineSession, openEngine } from '../engine-session'
import { trialFlags } from '../trial-flags'

export const confusions: Command = {
  name: 'confusions',
  usage: '--run DIR [--method ID] [--true CLASS --predicted CLASS --purpose TEXT [--out DIR]]',
  summary: 'Which classes a finished run takes for which; with a purpose for the ledger, the images behind one of them.',
  maxPositionals: 0,
  flags: {
    run: { value: 'DIR', help: 'run folder, as given to --out of lab run', schema: z.string() },
    method: trialFlags.method,
    true: { value: 'CLASS', help: 'true class of the images wanted', schema: z.string().optional() },
    predicted: { value: 'CLASS', help: 'class that they were taken for', schema: z.string().optional() },
    purpose: { value: 'TEXT', help: 'why target labels are read for it, for the ledger', schema: z.string().optional() },
    out: { value: 'DIR', help: 'writes the images there as PNG, most often mistaken first', schema: z.string().optional() },
  },
  async run({ values, output }) {
    const engine = openEngine(output.note)
    const record = await engine.client.call('runs.open', { folder: String(values.run) })
    const { method } = chooseTrial(record.trials, { method: values.method, seed: undefined })
    const { result } = await engine.client.call('runs.get', { runId: record.id })
    const matrix = summedConfusion(result, method)
    if (matrix === null) {
      throw new AppError(
        'invalid-input',
        `There is no confusion matrix of ${method}: the run has no report yet, or its target has no class folders.`,
        'Name a finished run whose target has class folders.',
        '--run',
      )
    }
    const named = worstConfusions(matrix, 20).map(({ truth, predicted, count, pct }) => ({
      true: record.classNames[truth],
      predicted: record.classNames[predicted],
      count,
      pct,
    }))
    if (values.true === undefined && values.predicted === undefined) {
      output.result({ method, classNames: record.classNames, confusion: matrix, worst: named }, () =>
        named
          .map((cell) => `${cell.true} taken for ${cell.predicted}: ${cell.pct.toFixed(1)} %, ${cell.count} images over all seeds`)
          .join('\n'),
      )
      return exitCode.done
    }
    const cell = {
      runId: record.id,
      method,
      truth: classId(record, values.true, '--true'),
      predicted: classId(record, values.predicted, '--predicted'),
    }
    const found = await engine.client.call('runs.confusionImages', { ...cell, purpose: purposeOf(values.purpose), most: 500 })
    if (values.out !== undefined) await writePictures(engine, record, found, resolve(String(values.out)))
    output.result({ method, ...found }, () =>
      [
        `${found.total} images in this cell for at least one of ${found.seeds} seeds`,
        ...found.images.map(
          ({ contentHash, seeds, confidencePct }) =>
            `${contentHash.slice(0, 12)}  ${seeds} seeds  ${confidencePct?.toFixed(1) ?? '–'} % sure`,
        ),
      ].join('\n'),
    )
    return exitCode.done
  },
}

function classId({ classNames }: RunRecord, name: unknown, flag: string): number {
  const id = classNames.indexOf(String(name))
  if (id < 0) {
    const message = name === undefined ? `${flag} is missing.` : `The run has no class "${name}".`
    throw new AppError('invalid-input', message, `Name one of ${classNames.join(', ')}.`, flag)
  }
  return id
}

function purposeOf(given: unknown): string {
  const purpose = typeof given === 'string' ? given.trim() : ''
  if (purpose.length >= 3) return purpose
  throw new AppError(
    'invalid-input',
    'Looking at wrong images by their true class reads target labels, and no purpose is given.',
    'Add --purpose with a few words for the ledger.',
    '--purpose',
  )
}

async function writePictures({ client }: EngineSession, record: RunRecord, { images }: ConfusionImages, folder: string): Promise<void> {
  const { request } = record
  const strip = await client.call('data.images', {
    source: request.targetTest ?? request.target,
    role: 'target',
    images: request.images,
    preparation: request.preparation?.target,
    indices: images.map(({ index }) => index),
  })
  await writingTo(folder, '--out', async () => {
    await mkdir(folder, { recursive: true })
    for (const [at, { contentHash }] of images.entries()) {
      const image = { width: strip.size, height: strip.size, pixels: rgbOf(strip, at) }
      await writeFile(join(folder, `${String(at).padStart(3, '0')}-${contentHash.slice(0, 12)}.png`), await encodePng(image))
    }
  })
}

/** [size, size, 3] uint8 of one image of a strip. */
function rgbOf({ pixels, size }: ImageStrip, at: number): Uint8Array {
  const rgba = pixels.subarray(at * size * size * 4, (at + 1) * size * size * 4)
  return Uint8Array.from({ length: size * size * 3 }, (_, i) => rgba[4 * Math.floor(i / 3) + (i % 3)])
}
