/** Silhouettes of every point and their mean. */
import { silhouette as measure } from '../../../analysis/silhouette'
import { defineGoldenAdapter } from '../golden-adapter'

export const silhouette = defineGoldenAdapter({
  name: 'silhouette',
  leaves: {
    davies_bouldin: 'an index that the engine does not offer',
    calinski_harabasz: 'an index that the engine does not offer',
  },
  run(inputs) {
    const { score, samples } = measure({ ...inputs.matrix('X'), labels: Int32Array.from(inputs.numbers('labels')) })
    return { values: { score, samples } }
  },
})
