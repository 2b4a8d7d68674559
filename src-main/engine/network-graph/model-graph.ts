/** A trained classifier's inference as data that belongs to no format: layers in order, each with its weights and what it reads. */
import type { ActivationCodes } from '@shared/domain/network-graph'

/** Float values by the name they have in the session. */
export interface Weight {
  readonly name: string
  readonly shape: readonly number[]
  readonly data: Float32Array
  /** The same values as they are stored in 8 bits, where a reduction made them so: `data` is what these stand for. */
  readonly int8?: Int8Values
}

/** value = (stored − zeroPoint)·scale. */
export interface Int8Values {
  readonly values: Int8Array
  /** One for the whole kernel, or one for each output channel. */
  readonly scales: Float32Array
  readonly zeroPoint: number
}

/** Rows or columns of zeros put around an image, in pixels. */
export interface Padding {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

export type Sides = readonly [height: number, width: number]

/** Functions of one value. `leaky-relu` takes the slope from the node. */
export type Activation = 'relu' | 'relu6' | 'leaky-relu' | 'elu' | 'selu' | 'softplus' | 'sigmoid' | 'tanh' | 'softmax'

export type Operation =
  /** image / divisor: from pixel values to the range the network was trained on. */
  | { readonly op: 'rescale'; readonly divisor: number }
  /** x − by and x / by for each channel, [C]. */
  | { readonly op: 'subtract' | 'divide'; readonly by: Weight }
  /** x·scale + offset for each channel, [C] each. */
  | { readonly op: 'affine'; readonly scale: Weight; readonly offset: Weight }
  /** `kernel` [kh,kw,C,outputs]; `depthwise`: [kh,kw,C,multiplier]. */
  | {
      readonly op: 'convolution' | 'depthwise'
      readonly kernel: Weight
      readonly bias: Weight | null
      readonly strides: Sides
      readonly dilations: Sides
      readonly padding: Padding
    }
  /** `kernel` [inputs,outputs]. */
  | { readonly op: 'dense'; readonly kernel: Weight; readonly bias: Weight | null }
  /** (x − mean)/√(variance + ε)·scale + offset for each channel, [C] each. */
  | {
      readonly op: 'batch-norm'
      readonly scale: Weight
      readonly offset: Weight
      readonly mean: Weight
      readonly variance: Weight
      readonly epsilon: number
    }
  | { readonly op: 'activation'; readonly kind: Activation; readonly slope?: number }
  /** An average leaves out what the padding added. */
  | { readonly op: 'pool'; readonly kind: 'max' | 'average'; readonly size: Sides; readonly strides: Sides; readonly padding: Padding }
  | { readonly op: 'pad'; readonly padding: Padding }
  /** Mean over height and width. */
  | { readonly op: 'global-average-pool' }
  /** [H,W,C] → [H·W·C], channels running fastest. */
  | { readonly op: 'flatten' }
  /** x/√(Σ x² + ε) of a row [C]. */
  | { readonly op: 'unit-length'; readonly epsilon: number }
  /** Of equal shapes, or `concat` along the channels. */
  | { readonly op: 'add' | 'multiply' | 'concat' }

export type GraphNode = Operation & {
  /** Unique; the path of the layer in the session, such as `features/conv1`. */
  readonly name: string
  /** Names of the nodes it reads; `imageInput` for the images. */
  readonly inputs: readonly string[]
  /** What it gives for one image: [H,W,C] or [C]. */
  readonly shape: readonly number[]
  /** Where what it gives is rounded to 8 bits; layers that only choose or move values pass codes on. */
  readonly codes?: ActivationCodes
}

export interface ModelGraph {
  /** Side of the square images, in pixels. */
  readonly imageSize: number
  readonly classes: number
  /** In an order in which every node comes after what it reads; the last one gives the probabilities [classes]. */
  readonly nodes: readonly GraphNode[]
}

/** What nodes read that read the images: [size,size,3] float32 RGB, values 0 to 255. */
export const imageInput = 'image'
/** Name of the last node. */
export const probabilitiesOutput = 'probabilities'

/** What a weight is to its layer. */
export type WeightRole = 'kernel' | 'bias' | 'by' | 'scale' | 'offset' | 'mean' | 'variance'

/** Every weight of a node; files name it `<node>/<role>`. */
export function weightsOf(node: GraphNode): { readonly role: WeightRole; readonly name: string; readonly weight: Weight }[] {
  const fields: Partial<Record<WeightRole, Weight | null>> = node as object
  return (['kernel', 'bias', 'by', 'scale', 'offset', 'mean', 'variance'] as const).flatMap((role) => {
    const weight = fields[role]
    return weight ? [{ role, name: `${node.name}/${role}`, weight }] : []
  })
}

export const noPadding: Padding = { top: 0, bottom: 0, left: 0, right: 0 }

/** A node whose values are rounded to codes. */
export type CodedNode = GraphNode & { readonly codes: ActivationCodes }

/** The node in whose 8-bit codes the values of `name` come; null where they are floats. */
export function codedNode(graph: Pick<ModelGraph, 'nodes'>, name: string): CodedNode | null {
  const node = graph.nodes.find((one) => one.name === name)
  if (node === undefined) return null
  if (node.codes !== undefined) return node as CodedNode
  const passesOn = node.op === 'flatten' || ('kind' in node && (node.kind === 'max' || node.kind === 'relu'))
  return passesOn ? codedNode(graph, node.inputs[0]) : null
}

/** Whether any layer computes in 8 bits. */
export function isCoded({ nodes }: Pick<ModelGraph, 'nodes'>): boolean {
  return nodes.some((node) => node.codes !== undefined || ('kernel' in node && node.kernel.int8 !== undefined))
}

/** Shape of what a node reads. */
export function inputShape(graph: Pick<ModelGraph, 'imageSize' | 'nodes'>, name: string): readonly number[] {
  if (name === imageInput) return [graph.imageSize, graph.imageSize, 3]
  const node = graph.nodes.find((one) => one.name === name)
  if (node === undefined) throw new Error(`no node is named ${name}`)
  return node.shape
}
