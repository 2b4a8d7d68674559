/** Plain accuracy. */
import { accuracyPct } from '../../../evaluation/accuracy'
import { defineGoldenAdapter } from '../golden-adapter'

export const accuracy = defineGoldenAdapter({
  name: 'accuracy',
  leaves: {
    balanced_accuracy: 'the engine reports plain accuracy',
    per_class_recall: 'the engine reports plain accuracy',
  },
  run: (inputs) => ({ values: { accuracy: accuracyPct(inputs.numbers('y_pred'), inputs.numbers('y_true')) / 100 } }),
})
