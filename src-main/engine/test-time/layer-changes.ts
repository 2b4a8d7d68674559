/** How far a stream has taken each layer from the source model: what was learnt, and the statistics that batches are normalised with. */
import type { LayerChange } from '@shared/domain/live-stream'
import type { Tensor, Variable } from '../backend/tensorflow'
import { watchStatistics } from '../nn/layers/watch-statistics'
import type { NetworkVariable } from '../nn/network'
import type { StreamModel, StreamSession } from './stream-method'

export interface LayerWatch {
  /** Runs a session's answer and notes the statistics that its layers meet. */
  during<T>(respond: () => T): T
  /** Layers from the input on, as they are now; those that the method neither adapts nor normalises anew are left out. */
  changes(): LayerChange[]
}

interface Layer {
  readonly name: string
  /** What the method adapts of it, each with the source's values. */
  readonly adapted: readonly { readonly variable: Variable; readonly source: Float32Array }[]
  /** The source's running mean and standard deviation [C]; null for layers without normalisation. */
  readonly running: { readonly scale: Tensor; readonly mean: Float32Array; readonly deviation: Float32Array } | null
}

const epsilon = 1e-5

/** Copies the source's values on the host: begin before anything was adapted. */
export function createLayerWatch(model: StreamModel, session: Pick<StreamSession, 'adapted'>): LayerWatch {
  const layers = layersOf(model, session)
  let met = new Map<Layer, number>()
  return {
    during(respond) {
      met = new Map()
      return watchStatistics((scale, { mean }) => {
        const layer = layers.find(({ running }) => running?.scale === scale)
        // A method may pass the batch several times; the first pass is the one that answers.
        if (layer?.running && !met.has(layer)) met.set(layer, standardisedDistance(mean.dataSync<'float32'>(), layer.running))
      }, respond)
    },
    changes: () =>
      layers.flatMap((layer) => {
        const parameterPct = layer.adapted.length === 0 ? null : relativeChangePct(layer)
        const statistics = met.get(layer) ?? null
        return parameterPct === null && statistics === null ? [] : [{ name: layer.name, parameterPct, statistics }]
      }),
  }
}

function layersOf({ variables }: StreamModel, { adapted }: Pick<StreamSession, 'adapted'>): Layer[] {
  const names = [...new Set(variables.map(({ name }) => layerOf(name)))]
  return names.map((name) => {
    const own = variables.filter((one) => layerOf(one.name) === name)
    const find = (part: string): NetworkVariable | undefined => own.find((one) => one.name === `${name}/${part}`)
    const [scale, mean, variance] = ['scale', 'running-mean', 'running-variance'].map(find)
    return {
      name,
      adapted: own.filter((one) => adapted.has(one.name)).map(({ variable }) => ({ variable, source: valuesOf(variable) })),
      running:
        scale && mean && variance
          ? {
              scale: scale.variable,
              mean: valuesOf(mean.variable),
              deviation: valuesOf(variance.variable).map((value) => Math.sqrt(value + epsilon)),
            }
          : null,
    }
  })
}

const layerOf = (name: string): string => name.slice(0, name.lastIndexOf('/'))

const valuesOf = (variable: Variable): Float32Array => variable.dataSync<'float32'>().slice()

/** 100·‖θ − θ₀‖/‖θ₀‖ */
function relativeChangePct({ adapted }: Layer): number {
  let [moved, length] = [0, 0]
  for (const { variable, source } of adapted) {
    variable.dataSync<'float32'>().forEach((value, at) => {
      moved += (value - source[at]) ** 2
      length += source[at] ** 2
    })
  }
  return length === 0 ? 0 : 100 * Math.sqrt(moved / length)
}

/** √(mean over channels of ((μ_B − μ₀)/σ₀)²) */
function standardisedDistance(batchMean: Float32Array, { mean, deviation }: NonNullable<Layer['running']>): number {
  let squares = 0
  for (let channel = 0; channel < mean.length; channel++) squares += ((batchMean[channel] - mean[channel]) / deviation[channel]) ** 2
  return Math.sqrt(squares / mean.length)
}
