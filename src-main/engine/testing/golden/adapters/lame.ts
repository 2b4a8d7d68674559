/** LAME's affinities and adjusted probabilities. */
import { adjustedProbabilities, affinitiesOf } from '../../../test-time/laplacian-adjustment'
import { argMaxRows } from '../../../training/predict'
import { defineGoldenAdapter } from '../golden-adapter'

export const lame = defineGoldenAdapter({
  name: 'lame',
  run(inputs) {
    const { features, count, dimensions } = inputs.matrix('feats')
    const classes = inputs.shape('probs')[1]
    const affinity = affinitiesOf(
      { values: features, count, width: dimensions },
      {
        kind: inputs.params.affinity === 'rbf' ? 'rbf' : 'knn',
        neighbours: inputs.param('knn'),
        symmetric: inputs.params.symmetrize === true,
      },
    )
    const Z = adjustedProbabilities({ values: Float32Array.from(inputs.numbers('probs')), count, width: classes }, affinity)
    return { values: { affinity, Z, pred: argMaxRows(Z, classes) } }
  },
})
