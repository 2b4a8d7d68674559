/** A head that ends in a linear layer, so that what works on prototypes or the last layer can find it. */
import type { Tensor2D } from '../../backend/tensorflow'
import { type Chain, chain } from '../../nn/chain'
import type { Dense } from '../../nn/layers/dense'
import type { Head } from '../../nn/network'

/** `body` (null: nothing) followed by `last`, whose variables are named `name/…`. */
export function linearHead(body: Chain<Tensor2D, Tensor2D> | null, name: string, last: Dense): Head {
  return {
    ...(body === null ? chain(name, last) : body.add(name, last)),
    hidden: (x, pass) => (body === null ? x : body.forward(x, pass)),
    lastLayer: { kernel: last.kernel, bias: last.bias },
  }
}
