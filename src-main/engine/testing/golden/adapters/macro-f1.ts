/** F1 by class and its mean over the classes that occur; micro F1 is accuracy. */
import { accuracyPct } from '../../../evaluation/accuracy'
import { confusionMatrix, f1PerClass, macroF1 as meanOf } from '../../../evaluation/confusion'
import { defineGoldenAdapter } from '../golden-adapter'

export const macroF1 = defineGoldenAdapter({
  name: 'macro-f1',
  leaves: { weighted_f1: 'not reported' },
  run(inputs) {
    const classes = inputs.param('num_classes')
    const [predicted, labels] = [inputs.numbers('y_pred'), inputs.numbers('y_true')]
    const matrix = confusionMatrix(predicted, labels, classes)
    const f1 = f1PerClass(matrix, classes)
    return {
      values: {
        f1,
        macro_f1_all: f1.reduce((sum, value) => sum + value, 0) / classes,
        macro_f1_present: meanOf(matrix, classes),
        micro_f1: accuracyPct(predicted, labels) / 100,
      },
    }
  },
})
