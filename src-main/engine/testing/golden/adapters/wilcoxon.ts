/** The paired signed-rank test. */
import { wilcoxon as test } from '../../../evaluation/wilcoxon'
import { defineGoldenAdapter } from '../golden-adapter'

export const wilcoxon = defineGoldenAdapter({
  name: 'wilcoxon',
  run(inputs) {
    const b = inputs.numbers('b')
    const differences = inputs.has('differences')
      ? inputs.numbers('differences')
      : inputs.numbers('a').map((value, index) => value - b[index])
    return {
      values: {
        statistic: test(differences).statistic,
        p_auto: test(differences).pValue,
        exact: test(differences, { method: 'exact' }).pValue,
        approx: test(differences, { method: 'approx' }).pValue,
        approx_correction: test(differences, { method: 'approx-corrected' }).pValue,
        greater: test(differences, { alternative: 'greater' }).pValue,
      },
    }
  },
})
