/** Plain accuracy and the recall of each class. */
import { accuracyPct } from '../../../evaluation/accuracy'
import { confusionMatrix, recallPerClass } from '../../../evaluation/confusion'
import { defineGoldenAdapter } from '../golden-adapter'

export const accuracy = defineGoldenAdapter({
  name: 'accuracy',
  run(inputs) {
    const classes = inputs.param('num_classes')
    const [predicted, labels] = [inputs.numbers('y_pred'), inputs.numbers('y_true')]
    const recall = recallPerClass(confusionMatrix(predicted, labels, classes), classes)
    const known = [...recall].filter((value) => !Number.isNaN(value))
    return {
      values: {
        accuracy: accuracyPct(predicted, labels) / 100,
        per_class_recall: recall,
        balanced_accuracy: known.reduce((sum, value) => sum + value, 0) / known.length,
      },
    }
  },
})
