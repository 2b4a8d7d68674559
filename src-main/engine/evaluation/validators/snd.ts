/** Soft neighbourhood density (Saito et al., ICCV 2021): in a good model each target image has many close neighbours in prediction. */
import type { Validator } from './validator'

const temperature = 0.05

/**
 * Mean entropy, in nats, of softmax over the cosine similarities/T of each row to all others; the row itself is left out, which
 * the original keeps with logit −1/T. probabilities [N,K] row-major, N ≥ 2. Returns 0 for a single row.
 */
export function sndScore(probabilities: Float32Array, classes: number): number {
  const count = probabilities.length / classes
  if (count < 2) return 0
  const unit = Float64Array.from(probabilities)
  for (let row = 0; row < count; row++) {
    let square = 0
    for (let k = 0; k < classes; k++) square += unit[row * classes + k] ** 2
    const norm = Math.max(1e-12, Math.sqrt(square))
    for (let k = 0; k < classes; k++) unit[row * classes + k] /= norm
  }
  let total = 0
  const logits = new Float64Array(count)
  for (let row = 0; row < count; row++) {
    for (let other = 0; other < count; other++) {
      let dot = 0
      for (let k = 0; k < classes; k++) dot += unit[row * classes + k] * unit[other * classes + k]
      logits[other] = other === row ? Number.NEGATIVE_INFINITY : dot / temperature
    }
    total += entropyOfSoftmax(logits)
  }
  return total / count
}

/** H(softmax(logits)) = ln Σe^z − Σ p·z. */
function entropyOfSoftmax(logits: Float64Array): number {
  const largest = logits.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY)
  let sum = 0
  let weighted = 0
  for (const logit of logits) {
    const shifted = logit - largest
    if (shifted === Number.NEGATIVE_INFINITY) continue
    const exponential = Math.exp(shifted)
    sum += exponential
    weighted += exponential * shifted
  }
  return Math.log(sum) - weighted / sum
}

export const snd: Validator = {
  id: 'snd',
  label: 'SND',
  summary: 'How many close neighbours the prediction of each target image has.',
  paper: 'Saito et al. 2021',
  score: ({ target, classes }) => sndScore(target.probabilities, classes),
}
