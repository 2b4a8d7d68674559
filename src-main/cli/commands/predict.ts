/** `lab predict`: labels the images of a folder with a run's model or an exported one. */
import { resolve } from 'node:path'
import { z } from 'zod'
import { type FolderPredictions, predictWithModel } from '../../engine/service/predict-service'
import { chooseTrial } from '../choose-trial'
import { type Command, exitCode } from '../command'
import { openEngine } from '../engine-session'
import { wholeNumber } from '../flags'

export const predict: Command = {
  name: 'predict',
  usage: '--model DIR --data DIR [--method ID] [--seed N]',
  summary: 'Labels the images of a folder: one row an image with file, class and probability.',
  maxPositionals: 0,
  flags: {
    model: { value: 'DIR', help: 'run folder, a folder of lab reduce or lab stream --out, or an exported model', schema: z.string() },
    data: { value: 'DIR', help: 'folder of images, with or without class folders, which are not looked at', schema: z.string() },
    method: { value: 'ID', help: 'which method, where a run holds several; default the first that adapts', schema: z.string().optional() },
    seed: { value: 'N', help: 'which seed of it; default the first', schema: wholeNumber(0, 2_147_483_647).optional() },
  },
  async run({ values, output, interrupt }) {
    const engine = openEngine(output.note)
    const { method, seed } = values
    const found = await predictWithModel(
      engine.service,
      { model: String(values.model), data: resolve(String(values.data)), choose: (trials) => chooseTrial(trials, { method, seed }) },
      { signal: interrupt, onProgress: (done, total) => output.progress(`${done} of ${total} images`) },
    )
    for (const { file, reason } of found.unreadable) output.note(`left out ${file}: ${reason}`)
    output.result(found, () => rows(found))
    await engine.close()
    return exitCode.done
  },
}

/** Separated by tabs, as spreadsheets and shell tools take them. */
function rows({ predictions }: FolderPredictions): string {
  return ['file\tclass\tprobability', ...predictions.map((one) => `${one.file}\t${one.class}\t${one.probability.toFixed(4)}`)].join('\n')
}
