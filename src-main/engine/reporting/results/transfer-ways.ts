/** What `npm run results` compares at more and more labels: a pretrained network, and networks from scratch. */
import { type CurveRun, curveRuns, isPretrained } from '@shared/domain/learning-curve'
import type { RunRequest } from '@shared/domain/run'
import { builtInRequest } from './built-in-request'

interface TransferWay {
  /** Arm of the learning curve that it is. */
  readonly pretrained: boolean
  readonly settings: RunRequest['settings']
  readonly imageSize: number
  /** Network of the arm from scratch, where that is not the pretrained one at random. */
  readonly scratch?: string
}

const headAlone = { trained: 'linear-probe', learningRate: 0.003 }

/** By id, the quick ones first. A head alone learns at three times the usual rate; features at 96 px cost one pass, trainings too much. */
const ways: Readonly<Record<string, TransferWay>> = {
  'linear-probe': { pretrained: true, settings: headAlone, imageSize: 32 },
  'linear-probe-96': { pretrained: true, settings: headAlone, imageSize: 96 },
  'small-scratch': { pretrained: false, settings: {}, imageSize: 32, scratch: 'digits-cnn' },
  'fine-tuned': { pretrained: true, settings: {}, imageSize: 32 },
  scratch: { pretrained: false, settings: {}, imageSize: 32 },
}

export const transferWays: readonly string[] = Object.keys(ways)

const pair = 'digits-optdigits'
const epochs = 5
export const transferSeeds: readonly number[] = [0, 1, 2]

/** One request for every part of the labels, as `lab learning-curve` runs them. */
export function transferRequests(id: string): readonly RunRequest[] {
  const way = wayOf(id)
  const runs = curveRuns(requestOf(way), { scratch: way.scratch })
  return runs.filter(({ request }: CurveRun) => isPretrained(request) === way.pretrained).map(({ request }) => request)
}

/** The command whose lines hold the way's. */
export function transferCommand(id: string): string {
  const { settings, scratch, imageSize } = wayOf(id)
  const set = Object.entries({ imageSize, ...settings }).map(([name, value]) => `${name}=${value}`)
  const beside = scratch === undefined ? '' : ` --scratch ${scratch}`
  return `npm run -s lab -- learning-curve --pair ${pair} --set ${set.join(' ')} --epochs ${epochs} --seeds ${transferSeeds.join(',')}${beside} --out DIR`
}

function wayOf(id: string): TransferWay {
  const way = ways[id]
  if (way === undefined) throw new Error(`there is no way "${id}" to use labels`)
  return way
}

function requestOf({ settings, imageSize }: TransferWay): RunRequest {
  return builtInRequest(pair, {
    images: { imageSize },
    backbone: 'efficientnet-lite0',
    epochs,
    methods: ['source-only'],
    seeds: [...transferSeeds],
    settings,
  })
}
