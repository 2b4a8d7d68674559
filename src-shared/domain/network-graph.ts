/** A trained network as a list of plain operations over named weights: what a reduced model is on disk, whatever it was trained with. */
import { z } from 'zod'

/** Of a node or a weight, such as `features/conv1` and `features/conv1/kernel`. */
const Name = z.string().min(1)

const Padding = z.enum(['valid', 'same'])
/** Down and across, in positions. */
const Steps = z.tuple([z.number().int().positive(), z.number().int().positive()])

/**
 * One operation on the outputs of nodes before it; images are NHWC, convolution kernels HWIO, dense kernels [in, out]. Names under
 * `kernel`, `bias`, `by`, … are of weights. `same` pads as TensorFlow does.
 */
export const GraphNode = z.discriminatedUnion('op', [
  /** x [B,H,W,3] float32 in [0,1]: the first node, and the only one without input. */
  z.object({ name: Name, op: z.literal('image') }),
  /** x − by and x / by, a value for each channel. */
  z.object({ name: Name, op: z.enum(['subtract', 'divide']), input: Name, by: Name }),
  z.object({ name: Name, op: z.literal('conv2d'), input: Name, kernel: Name, strides: Steps, padding: Padding }),
  /** Every channel by itself: kernel [H,W,C,1] → as many channels. */
  z.object({ name: Name, op: z.literal('depthwise-conv2d'), input: Name, kernel: Name, strides: Steps, padding: Padding }),
  /** x·kernel, x [B,in]. */
  z.object({ name: Name, op: z.literal('dense'), input: Name, kernel: Name }),
  z.object({ name: Name, op: z.literal('bias'), input: Name, bias: Name }),
  /** (x − mean)/√(variance + epsilon)·scale + offset with the running statistics, for each channel (the last axis). */
  z.object({
    name: Name,
    op: z.literal('batch-norm'),
    input: Name,
    scale: Name,
    offset: Name,
    mean: Name,
    variance: Name,
    epsilon: z.number().positive(),
  }),
  /** max(x, 0), and min(max(x, 0), 6). */
  z.object({ name: Name, op: z.enum(['relu', 'relu6']), input: Name }),
  z.object({ name: Name, op: z.literal('max-pool'), input: Name, window: Steps, strides: Steps, padding: Padding }),
  /** Mean over height and width: [B,H,W,C] → [B,C]. */
  z.object({ name: Name, op: z.literal('mean'), input: Name }),
  /** [B,H,W,C] → [B,H·W·C]. */
  z.object({ name: Name, op: z.literal('flatten'), input: Name }),
  z.object({ name: Name, op: z.literal('add'), input: Name, other: Name }),
])
export type GraphNode = z.infer<typeof GraphNode>

/** Whole numbers 0 to 255 for a node's output: value = (code − zeroPoint)·scale. */
export const ActivationCodes = z.object({ scale: z.number().positive(), zeroPoint: z.number().int().min(0).max(255) })
export type ActivationCodes = z.infer<typeof ActivationCodes>

/**
 * Eight-bit whole numbers for a kernel. `per-channel-symmetric`: int8, a scale for each output channel (the last axis; of a
 * depthwise kernel the one before), zero point 0, codes −127 to 127. `per-tensor-asymmetric`: one scale and zero point; codes are kept as int8 with the zero point moved
 * along, so value = (code − zeroPoint)·scale holds for both, zero points −128 to 127.
 */
export const WeightCodes = z.object({
  scheme: z.enum(['per-channel-symmetric', 'per-tensor-asymmetric']),
  bits: z.literal(8),
  scales: z.array(z.number().positive()).min(1),
  zeroPoints: z.array(z.number().int().min(-128).max(127)).min(1),
  /** Scales of target images where a norm with statistics of their own was folded in: the same codes serve both domains. */
  targetScales: z.array(z.number().positive()).optional(),
})
export type WeightCodes = z.infer<typeof WeightCodes>

export const NetworkGraph = z.object({
  /** Height and width of the images, in pixels. */
  imageSize: z.number().int().positive(),
  /** In the order in which they are computed; the last one gives the logits. */
  nodes: z.array(GraphNode).min(2),
  /** The node whose output [B,D] are the features. */
  features: Name,
  /** The node whose output [B,K] are the logits. */
  logits: Name,
  /**
   * Weights that target images use in place of another's, by that other's name, such as running statistics: empty where both
   * domains are predicted with the same weights. Both have the same shape.
   */
  targetWeights: z.record(Name, Name),
  /** Of kernels that are kept as codes, by weight name; empty while the network is float. */
  weightCodes: z.record(Name, WeightCodes),
  /**
   * Nodes whose outputs are rounded to codes, by node name; every other node passes codes on, or floats where there are none. A
   * bias before them is rounded to a multiple of input scale · kernel scale, as 32-bit integers hold it.
   */
  activationCodes: z.record(Name, ActivationCodes),
})
export type NetworkGraph = z.infer<typeof NetworkGraph>
