/** `lab recognise`: names classes with a few images and says what other images are. */
import { resolve } from 'node:path'
import { AppError } from '@shared/contract/failure'
import { z } from 'zod'
import { chooseTrial } from '../choose-trial'
import { type Command, exitCode } from '../command'
import { openEngine } from '../engine-session'
import { wholeNumber } from '../flags'

export const recognise: Command = {
  name: 'recognise',
  usage: '--run DIR --class NAME=IMAGE,IMAGE… --query IMAGE…',
  summary: 'Names new classes with one to five images each and says what other images are; nothing is trained.',
  maxPositionals: 0,
  flags: {
    run: { value: 'DIR', help: 'folder of a run, best of a prototypical or siamese network', schema: z.string() },
    class: { value: 'NAME=IMAGE,…', many: true, help: 'a class and the images that stand for it', schema: z.array(z.string()).min(1) },
    query: { value: 'IMAGE', many: true, help: 'images to recognise', schema: z.array(z.string()).min(1) },
    'new-only': { help: 'the classes that the run was trained on are no answers', schema: z.boolean().optional() },
    method: { value: 'ID', help: 'which trained method, where the run holds several', schema: z.string().optional() },
    seed: { value: 'N', help: 'which seed of it; default the first', schema: wholeNumber(0, 2_147_483_647).optional() },
  },
  async run({ values, output, interrupt }) {
    const engine = openEngine(output.note)
    const record = await engine.client.call('runs.open', { folder: String(values.run) })
    const trial = chooseTrial(record.trials, { method: values.method, seed: values.seed })
    const recognition = await engine.client.call(
      'fewShot.recognise',
      {
        runId: record.id,
        trialId: trial.id,
        classes: (values.class as string[]).map(toClass),
        queries: (values.query as string[]).map((file) => resolve(file)),
        withTrained: values['new-only'] !== true,
      },
      { signal: interrupt },
    )
    output.result(recognition, () =>
      recognition.answers
        .map(({ file, classes, known }) => {
          const best = classes.slice(0, 3).map(({ name, probability }) => `${name} ${(100 * probability).toFixed(1)} %`)
          return `${file}: ${known === false ? 'none of them; nearest ' : ''}${best.join(', ')}`
        })
        .join('\n'),
    )
    await engine.close()
    return exitCode.done
  },
}

function toClass(text: string): { readonly name: string; readonly files: string[] } {
  const [name, files] = [
    text.slice(0, text.indexOf('=')),
    text
      .slice(text.indexOf('=') + 1)
      .split(',')
      .filter(Boolean),
  ]
  if (text.indexOf('=') > 0 && files.length > 0) return { name, files: files.map((file) => resolve(file)) }
  throw new AppError('invalid-input', `--class ${text} names no images.`, 'Write --class NAME=IMAGE,IMAGE.', '--class')
}
