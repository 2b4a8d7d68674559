/** The confusion matrix. */
import { confusionMatrix as matrixOf } from '../../../evaluation/confusion'
import { defineGoldenAdapter } from '../golden-adapter'

export const confusionMatrix = defineGoldenAdapter({
  name: 'confusion-matrix',
  leaves: { iou: 'intersection over union is not reported' },
  run(inputs) {
    const classes = inputs.param('num_classes')
    const matrix = matrixOf(inputs.numbers('y_pred'), inputs.numbers('y_true'), classes)
    const normalized = Float64Array.from(matrix, (count, at) => {
      const row = matrix.subarray(Math.floor(at / classes) * classes, (Math.floor(at / classes) + 1) * classes)
      return (
        count /
        Math.max(
          1,
          row.reduce((sum, one) => sum + one, 0),
        )
      )
    })
    return { values: { matrix, normalized } }
  },
})
