/** ReLU whose gradient is one kernel; stock tfjs composes it of seven, ten times slower. */
import { differentiable } from '../differentiable'
import { attribute, runKernel } from '../native'
import type { Tensor } from '../tensorflow'

const attributes = [attribute.floatType('T')]

const rectify = differentiable((x) => {
  const y = runKernel('Relu', attributes, [x])
  return { value: y, saved: [y], gradient: (dy, [kept]) => [runKernel('ReluGrad', attributes, [dy, kept])] }
})

/** y = max(x, 0). x float32 of any shape → same shape. Gradient: dy where y > 0, else 0. */
export function relu<T extends Tensor>(x: T): T {
  return rectify(x) as T
}
