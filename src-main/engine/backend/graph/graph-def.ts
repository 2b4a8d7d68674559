/** Writes a TensorFlow graph as the bytes of a SavedModel, with the protocol messages that tfjs-node carries. */
import { createRequire } from 'node:module'
import type { Attribute } from '../native'
import { nativeBackend } from '../native'

/** The part of the generated messages that is used; they come without types. */
interface Message {
  serializeBinary(): Uint8Array
  getAttrMap(): Map<string, Message>
  addInput(name: string): void
  addNode(node: Message): void
  addDim(dimension: Message): void
  addMetaGraphs(graph: Message): void
  [setter: `set${string}`]: (value: unknown) => void
}
type Messages = {
  readonly [name in 'SavedModel' | 'MetaGraphDef' | 'GraphDef' | 'NodeDef' | 'VersionDef' | 'Tensor']: new () => Message
} & {
  readonly AttrValue: (new () => Message) & { readonly ListValue: new () => Message }
  readonly TensorShape: (new () => Message) & { readonly Dim: new () => Message }
  readonly MetaGraphDef: (new () => Message) & { readonly MetaInfoDef: new () => Message }
}

const messages = createRequire(import.meta.url)('@tensorflow/tfjs-node-gpu/dist/proto/api_pb.js') as Messages
const { binding } = nativeBackend()

/** GraphDef version of TensorFlow 2.9 to 2.15; what it means is fixed, so that later libraries read it too. */
const graphVersion = 1087
export const servingTag = 'serve'

export interface ConstantValue {
  readonly shape: readonly number[]
  /** TensorFlow's number of the type. */
  readonly dtype: number
  readonly data: Float32Array | Int32Array | Uint8Array
}

export interface GraphNode {
  readonly name: string
  readonly op: string
  /** Names of nodes, `name:k` for an output other than the first. */
  readonly inputs: readonly string[]
  readonly attributes: readonly Attribute[]
  /** The value of a `Const`. */
  readonly value?: ConstantValue
}

/** A placeholder of a fixed shape. */
export function placeholder(name: string, { shape, dtype }: Pick<ConstantValue, 'shape' | 'dtype'>): GraphNode {
  return {
    name,
    op: 'Placeholder',
    inputs: [],
    attributes: [
      { name: 'dtype', type: binding.TF_ATTR_TYPE, value: dtype },
      { name: 'shape', type: binding.TF_ATTR_SHAPE, value: [...shape] },
    ],
  }
}

export function constant(name: string, value: ConstantValue): GraphNode {
  return { name, op: 'Const', inputs: [], attributes: [{ name: 'dtype', type: binding.TF_ATTR_TYPE, value: value.dtype }], value }
}

/** A node of its own for a value that comes from elsewhere, so that it can be fetched. */
export function identity(name: string, input: string, dtype: number): GraphNode {
  return { name, op: 'Identity', inputs: [input], attributes: [{ name: 'T', type: binding.TF_ATTR_TYPE, value: dtype }] }
}

/** The bytes of `saved_model.pb`. */
export function savedModelBytes(nodes: readonly GraphNode[]): Uint8Array {
  const graph = new messages.GraphDef()
  for (const node of nodes) graph.addNode(nodeMessage(node))
  graph.setVersions(build(messages.VersionDef, (version) => version.setProducer(graphVersion)))
  const metaGraph = new messages.MetaGraphDef()
  metaGraph.setMetaInfoDef(build(messages.MetaGraphDef.MetaInfoDef, (info) => info.setTagsList([servingTag])))
  metaGraph.setGraphDef(graph)
  const model = new messages.SavedModel()
  model.setSavedModelSchemaVersion(1)
  model.addMetaGraphs(metaGraph)
  return model.serializeBinary()
}

function nodeMessage({ name, op, inputs, attributes, value }: GraphNode): Message {
  const node = new messages.NodeDef()
  node.setName(name)
  node.setOp(op)
  for (const input of inputs) node.addInput(input)
  const map = node.getAttrMap()
  for (const attribute of attributes) map.set(attribute.name, attributeMessage(attribute))
  if (value !== undefined)
    map.set(
      'value',
      build(messages.AttrValue, (message) => message.setTensor(tensorMessage(value))),
    )
  return node
}

function attributeMessage({ name, type, value }: Attribute): Message {
  return build(messages.AttrValue, (message) => {
    if (type === binding.TF_ATTR_SHAPE) message.setShape(shapeMessage(value as number[]))
    else if (Array.isArray(value)) message.setList(listMessage(type, value, name))
    else if (type === binding.TF_ATTR_STRING) message.setS(bytes(value as string))
    else if (type === binding.TF_ATTR_INT) message.setI(value)
    else if (type === binding.TF_ATTR_FLOAT) message.setF(value)
    else if (type === binding.TF_ATTR_BOOL) message.setB(value)
    else if (type === binding.TF_ATTR_TYPE) message.setType(value)
    else throw new Error(`attribute ${name} is of a kind that graphs are not written with`)
  })
}

function listMessage(type: number, values: readonly unknown[], name: string): Message {
  return build(messages.AttrValue.ListValue, (list) => {
    if (type === binding.TF_ATTR_INT) list.setIList(values)
    else if (type === binding.TF_ATTR_FLOAT) list.setFList(values)
    else if (type === binding.TF_ATTR_BOOL) list.setBList(values)
    else throw new Error(`attribute ${name} is a list of a kind that graphs are not written with`)
  })
}

function tensorMessage({ shape, dtype, data }: ConstantValue): Message {
  return build(messages.Tensor, (tensor) => {
    tensor.setDtype(dtype)
    tensor.setTensorShape(shapeMessage(shape))
    tensor.setTensorContent(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
  })
}

function shapeMessage(shape: readonly number[]): Message {
  return build(messages.TensorShape, (message) => {
    for (const side of shape) message.addDim(build(messages.TensorShape.Dim, (dimension) => dimension.setSize(side)))
  })
}

function build(type: new () => Message, fill: (message: Message) => void): Message {
  const message = new type()
  fill(message)
  return message
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
