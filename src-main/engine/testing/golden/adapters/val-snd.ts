/** Soft neighbourhood density without the row itself. */
import { sndScore } from '../../../evaluation/validators/snd'
import { softmaxRows } from '../../../evaluation/validators/softmax'
import { defineGoldenAdapter } from '../golden-adapter'

export const valSnd = defineGoldenAdapter({
  name: 'val-snd',
  leaves: { score_original: 'keeps the row itself with logit −1/T', score_skada: 'keeps the row itself with logit −1/T' },
  run(inputs) {
    const classes = inputs.shape('logits')[1]
    return { values: { score: sndScore(softmaxRows(Float32Array.from(inputs.numbers('logits')), classes), classes) } }
  },
})
