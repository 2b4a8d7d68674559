/** The layers of a model as a chain: cut wherever a single tensor carries everything on, so that freezing can stop there. */
import type { Tensor, Tensor4D } from '../../backend/tensorflow'
import { type Chain, chain } from '../../nn/chain'
import type { Module, Pass } from '../../nn/network'
import type { RandomStream } from '../../nn/random'
import { prefixNames } from '../../nn/variables'
import type { WeightTable } from '../backbone'
import { kerasLayers, type LayerModule } from './keras-layers'
import { configOf } from './layer-config'
import { type LayerDescription, type ModelTopology, UnreadableTopology } from './model-topology'

export interface LayerChainOptions {
  readonly topology: ModelTopology
  readonly weights: WeightTable
  /** What the layers take before the first of them. */
  readonly input: Module<Tensor4D, Tensor4D>
  readonly random: RandomStream
}

interface BuiltLayer {
  readonly layer: LayerDescription
  readonly module: LayerModule
}

/** x [B,H,W,3] → what the model's output layer gives. Throws UnreadableTopology on a layer that is not known here. */
export function layerChain({ topology, weights, input, random }: LayerChainOptions): Chain<Tensor4D, Tensor> {
  const [first, ...layers] = topology.layers
  if (first?.className !== 'InputLayer' && (first?.inputs.length ?? 0) > 0)
    throw new UnreadableTopology('its first layer takes another’s output')
  const used = upTo(topology.output, first?.className === 'InputLayer' ? layers : topology.layers)
  const built = used.map((layer) => ({ layer, module: buildLayer(layer, weights, random) }))
  return stretches(built, topology.output).reduce<Chain<Tensor4D, Tensor>>(
    (before, stretch) => before.add(stretch[stretch.length - 1].layer.name, stretchModule(stretch)),
    chain<Tensor4D, Tensor>('input', input),
  )
}

function buildLayer(layer: LayerDescription, weights: WeightTable, random: RandomStream): LayerModule {
  const build = kerasLayers[layer.className]
  if (build === undefined) {
    throw new UnreadableTopology(
      `its layer ${layer.name} is of class ${layer.className}; known are ${Object.keys(kerasLayers).sort().join(', ')}`,
    )
  }
  const weight = (name: string) => {
    const own = `${layer.name}/${name}`
    const key = weights.has(own) ? own : [...weights.keys()].find((one) => one.endsWith(`/${own}`))
    return (key !== undefined && weights.get(key)) || null
  }
  return build({ config: configOf(layer), weight, random: random.fork(layer.name) })
}

/** The layers that `output` depends on, in order. */
function upTo(output: string, layers: readonly LayerDescription[]): LayerDescription[] {
  const wanted = new Set([output])
  for (const layer of [...layers].reverse()) if (wanted.has(layer.name)) for (const input of layer.inputs) wanted.add(input)
  return layers.filter(({ name }) => wanted.has(name))
}

/** Layers between two places where only the last layer's output is still to be used. */
function stretches(built: readonly BuiltLayer[], output: string): BuiltLayer[][] {
  const lastUse = new Map<string, number>([[output, built.length]])
  built.forEach(({ layer }, index) => {
    for (const input of layer.inputs) lastUse.set(input, Math.max(index, lastUse.get(input) ?? 0))
  })
  const found: BuiltLayer[][] = []
  let current: BuiltLayer[] = []
  let open = -1
  built.forEach((one, index) => {
    current.push(one)
    // What came before this layer and is used after it crosses the place: no cut there.
    for (const { layer } of current.slice(0, -1)) open = Math.max(open, lastUse.get(layer.name) ?? -1)
    for (const input of current[0].layer.inputs) open = Math.max(open, lastUse.get(input) ?? -1)
    if (open > index) return
    found.push(current)
    current = []
    open = -1
  })
  return found
}

/** One tensor in, the last layer's out; a layer that is fed from outside of the stretch is fed by that tensor. */
function stretchModule(stretch: readonly BuiltLayer[]): Module<Tensor, Tensor> {
  return {
    variables: stretch.flatMap(({ layer, module }) => prefixNames(layer.name, module.variables)),
    forward(x: Tensor, pass: Pass) {
      const outputs = new Map<string, Tensor>()
      for (const { layer, module } of stretch) {
        const inputs = layer.inputs.length === 0 ? [x] : layer.inputs.map((name) => outputs.get(name) ?? x)
        outputs.set(layer.name, module.forward(inputs, pass))
      }
      return outputs.get(stretch[stretch.length - 1].layer.name) ?? x
    },
  }
}
