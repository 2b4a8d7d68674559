/** Registers the native kernels and gradients with tfjs, so that plain tfjs code is fast and replayable without noticing. */
import { registerActivationGradients } from './ops/activation-gradients'
import { registerGather } from './ops/gather'
import { registerMatrixProduct } from './ops/matrix-product'
import { registerReductionGradients } from './ops/reduction-gradients'

registerActivationGradients()
registerReductionGradients()
registerMatrixProduct()
registerGather()
