/** `lab adversary`: moves of a discriminator and of its encoder from a checkpoint on, one at a time, on a copy of the model. */
import { resolve } from 'node:path'
import type { AdversaryState } from '@shared/domain/adversary'
import { z } from 'zod'
import { writeFileAtomic } from '../../storage/atomic-file'
import { writingTo } from '../../storage/unwritable'
import { readMoves } from '../adversary-moves'
import { chooseTrial } from '../choose-trial'
import { type Command, exitCode } from '../command'
import { openEngine } from '../engine-session'
import { wholeNumber } from '../flags'

export const adversary: Command = {
  name: 'adversary',
  usage: '--run DIR [--method ID] [--seed N] --moves SIDE[:N],… [--out FILE]',
  summary: 'Moves the discriminator and the encoder of a run on two moons one at a time, and says what each move does.',
  maxPositionals: 0,
  flags: {
    run: { value: 'DIR', help: 'run folder, as given to --out of lab run', schema: z.string() },
    method: { value: 'ID', help: 'which method, where the run holds several; default dann', schema: z.string().optional() },
    seed: {
      value: 'N',
      help: 'which seed, where the run holds several; default the first',
      schema: wholeNumber(0, 2_147_483_647).optional(),
    },
    moves: { value: 'SIDE[:N],…', help: 'discriminator or encoder, and how often: discriminator:5,encoder:3', schema: z.string() },
    out: { value: 'FILE', help: 'JSON file to write arrows, boundary and figures to', schema: z.string().optional() },
  },
  async run({ values, output, interrupt }) {
    const moves = readMoves(String(values.moves))
    const engine = openEngine(output.note)
    const record = await engine.client.call('runs.open', { folder: String(values.run) })
    const trial = chooseTrial(record.trials, { method: values.method, seed: values.seed, preferred: 'dann' })
    const asked = { runId: record.id, trialId: trial.id, moves }
    const state = await engine.client.call('alignment.adversary', asked, { signal: interrupt })
    const file = values.out === undefined ? null : resolve(String(values.out))
    if (file !== null) await writingTo(file, '--out', () => writeFileAtomic(file, `${JSON.stringify(asPlain(state, trial.id))}\n`))
    const steps = state.figures.map((figures, at) => ({ move: at === 0 ? null : moves[at - 1], ...figures }))
    output.result({ trial: trial.id, epoch: state.plane.epoch, steps, file }, () =>
      steps
        .map(
          ({ move, domainLoss, domainAccuracyPct, sourceAccuracyPct }) =>
            `${(move ?? 'checkpoint').padEnd(13)}  domain loss ${domainLoss.toFixed(3)}, domains told ${domainAccuracyPct.toFixed(1)} %, source ${sourceAccuracyPct.toFixed(1)} %`,
        )
        .concat(file ?? [])
        .join('\n'),
    )
    return exitCode.done
  },
}

function asPlain({ plane, targetProbability, arrows, figures }: AdversaryState, trial: string): object {
  return {
    trial,
    epoch: plane.epoch,
    cells: plane.cells,
    reach: plane.reach,
    prediction: [...plane.prediction],
    confidence: [...plane.confidence],
    targetProbability: [...targetProbability],
    positions: [...plane.positions],
    arrows: [...arrows],
    figures,
  }
}
