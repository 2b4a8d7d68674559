/** Procrustes with and without scaling. */
import { procrustes as align } from '../../../analysis/procrustes'
import { defineGoldenAdapter } from '../golden-adapter'

export const procrustes = defineGoldenAdapter({
  name: 'procrustes',
  leaves: {
    A_std: 'the engine aligns in the units of the reference layout',
    B_aligned: 'the engine aligns in the units of the reference layout',
  },
  run(inputs) {
    const layouts = {
      reference: Float32Array.from(inputs.numbers('A')),
      moving: Float32Array.from(inputs.numbers('B')),
      dimensions: inputs.shape('A')[1],
    }
    const free = align({ ...layouts, scaling: 'free' })
    return {
      values: {
        disparity: free.disparity ?? Number.NaN,
        R: free.rotation,
        scale_full: free.scale,
        aligned: free.aligned,
        rmsd: free.rmsd,
        rmsd_noscale: align(layouts).rmsd,
      },
    }
  },
})
