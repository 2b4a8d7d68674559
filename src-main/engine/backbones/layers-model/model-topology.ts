/** What a LayersModel's description says, as Keras and TF.js write it; only what is needed to rebuild its layers. */
import { z } from 'zod'

/** One layer: its class, its settings, and the layers that feed it. */
export interface LayerDescription {
  readonly name: string
  readonly className: string
  readonly config: Readonly<Record<string, unknown>>
  /** Names of the layers it takes its inputs from, in order; empty for the input itself. */
  readonly inputs: readonly string[]
}

/** A graph of layers with one input and one output, every layer after those that feed it. */
export interface ModelTopology {
  readonly layers: readonly LayerDescription[]
  readonly output: string
}

/** A description that is of another kind than what is read here; the message says which. */
export class UnreadableTopology extends Error {}

const Layer = z.object({
  name: z.string().optional(),
  class_name: z.string(),
  config: z.record(z.string(), z.unknown()),
  inbound_nodes: z.array(z.unknown()).optional(),
})
type Layer = z.infer<typeof Layer>
const EndPoints = z.union([z.array(z.tuple([z.string(), z.number(), z.number()])), z.tuple([z.string(), z.number(), z.number()])])
const GraphConfig = z.object({ layers: z.array(Layer), input_layers: EndPoints, output_layers: EndPoints })
const ListConfig = z.union([z.object({ layers: z.array(Layer) }), z.array(Layer)])
const Topology = z.object({ class_name: z.string(), config: z.unknown() })

const graphClasses = ['Model', 'Functional']

/** The layers of a `modelTopology`, models within models taken apart. Throws UnreadableTopology. */
export function readTopology(description: unknown): ModelTopology {
  const raw = z.object({ model_config: z.unknown() }).safeParse(description)
  const topology = Topology.safeParse(raw.success && raw.data.model_config !== undefined ? raw.data.model_config : description)
  if (!topology.success) throw new UnreadableTopology('it has no list of layers')
  const layers: LayerDescription[] = []
  const output = addModel(layers, topology.data, null)
  return { layers, output }
}

/** Appends the layers of a model that is fed by `input` (null: by the images) and returns the name of its last one. */
function addModel(into: LayerDescription[], { class_name: className, config }: z.infer<typeof Topology>, input: string | null): string {
  if (className === 'Sequential') return addList(into, config, input)
  if (graphClasses.includes(className)) return addGraph(into, config, input)
  throw new UnreadableTopology(`it is a model of class ${className}`)
}

function addList(into: LayerDescription[], config: unknown, input: string | null): string {
  const parsed = ListConfig.safeParse(config)
  if (!parsed.success) throw new UnreadableTopology('its list of layers is not as Keras 2 and TF.js write it')
  const layers = Array.isArray(parsed.data) ? parsed.data : parsed.data.layers
  let last = input
  for (const layer of layers) last = addLayer(into, layer, last === null ? [] : [last])
  if (last === null) throw new UnreadableTopology('it has no layers')
  return last
}

function addGraph(into: LayerDescription[], config: unknown, input: string | null): string {
  const parsed = GraphConfig.safeParse(config)
  if (!parsed.success) throw new UnreadableTopology('its graph of layers is not as Keras 2 and TF.js write it')
  const { layers, input_layers: inputs, output_layers: outputs } = parsed.data
  const [inputName, outputName] = [onlyOne(inputs, 'inputs'), onlyOne(outputs, 'outputs')]
  /** Names within this model, and the layers they stand for. */
  const names = new Map<string, string>()
  for (const layer of layers) {
    const name = nameOf(layer)
    if (name === inputName && input !== null) names.set(name, input)
    else names.set(name, addLayer(into, layer, sourcesOf(layer, names)))
  }
  const output = names.get(outputName)
  if (output === undefined) throw new UnreadableTopology(`its output ${outputName} is not among its layers`)
  return output
}

/** Appends one layer, or a model that stands in the place of one. */
function addLayer(into: LayerDescription[], layer: Layer, inputs: readonly string[]): string {
  const { class_name: className, config } = layer
  if (className === 'Sequential' || graphClasses.includes(className))
    return addModel(into, { class_name: className, config }, inputs[0] ?? null)
  const name = nameOf(layer)
  if (into.some((one) => one.name === name)) throw new UnreadableTopology(`two of its layers are named ${name}`)
  into.push({ name, className, config, inputs })
  return name
}

function nameOf({ name, config }: Layer): string {
  const own = name ?? config.name
  if (typeof own !== 'string') throw new UnreadableTopology('one of its layers has no name')
  return own
}

/** `[[[name, node, tensor, {}], …]]`: more than one entry is a layer that is used several times. */
const InboundNode = z.array(z.tuple([z.string(), z.number(), z.number()]).rest(z.unknown()))

function sourcesOf({ inbound_nodes: nodes = [], ...layer }: Layer, names: ReadonlyMap<string, string>): string[] {
  if (nodes.length > 1) throw new UnreadableTopology(`its layer ${nameOf(layer)} is used more than once`)
  if (nodes.length === 0) return []
  const node = InboundNode.safeParse(nodes[0])
  if (!node.success)
    throw new UnreadableTopology(`the inputs of its layer ${nameOf(layer)} are not written as Keras 2 and TF.js write them`)
  return node.data.map(([name]) => {
    const source = names.get(name)
    if (source === undefined) throw new UnreadableTopology(`its layer ${nameOf(layer)} comes before ${name}, which feeds it`)
    return source
  })
}

function onlyOne(points: z.infer<typeof EndPoints>, kind: string): string {
  const list = typeof points[0] === 'string' ? [points as [string, number, number]] : (points as [string, number, number][])
  if (list.length !== 1) throw new UnreadableTopology(`it has ${list.length} ${kind} where one is wanted`)
  return list[0][0]
}
