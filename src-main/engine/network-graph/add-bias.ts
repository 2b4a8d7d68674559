/** A number added to every channel: mostly the bias of the layer before. */
import type { GraphBuilder, Value } from './graph-builder'
import type { Operation, Weight } from './model-graph'

export interface AddedBias<Origin> {
  readonly x: Value
  /** [C] */
  readonly bias: Weight
  readonly origin: Origin
  /** Whether nothing else reads `x`. */
  readonly alone: boolean
}

/** Becomes the bias of the layer before it, where nothing else reads that layer and it has none. */
export function addBias<Origin>(builder: GraphBuilder<Origin>, { x, bias, origin, alone }: AddedBias<Origin>): Value {
  const layer = builder.last(x)
  if (layer !== null && 'bias' in layer && layer.bias === null && layer.codes === undefined && alone) {
    const { name: _name, inputs: _inputs, shape: _shape, ...operation } = layer
    return builder.replaceLast({ ...operation, bias } as Operation, origin)
  }
  const scale: Weight = { ...bias, data: new Float32Array(bias.data.length).fill(1) }
  return builder.add({ op: 'affine', scale, offset: bias }, [x], x.shape, origin)
}
