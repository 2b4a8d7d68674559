/** SHOT's pseudo-labels and centroids of both rounds. */
import { softmaxRows } from '../../../evaluation/validators/softmax'
import { centroidLabels } from '../../../self-training/centroid-labels'
import { argMaxRows } from '../../../training/predict'
import { defineGoldenAdapter } from '../golden-adapter'

export const shotPseudoLabels = defineGoldenAdapter({
  name: 'shot-pseudo-labels',
  run(inputs) {
    const classes = inputs.shape('logits')[1]
    const logits = Float32Array.from(inputs.numbers('logits'))
    const { labels, firstLabels, firstCentroids, centroids } = centroidLabels(inputs.matrix('features'), softmaxRows(logits, classes), {
      distance: inputs.params.distance as 'cosine' | 'euclidean',
      threshold: inputs.param('threshold'),
    })
    return {
      values: {
        labels,
        labels_round1: firstLabels,
        labels_argmax: argMaxRows(logits, classes),
        centroids_round1: firstCentroids,
        centroids_round2: centroids,
      },
    }
  },
})
