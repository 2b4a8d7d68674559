/** A session's answer to one batch as host values: classes, and how sure it is of them. */
import { type Tensor4D, tf } from '../backend/tensorflow'
import { predictionEntropy } from '../losses/prediction-entropy'
import { argMaxRows } from '../training/predict'
import type { StreamSession } from './stream-method'

export interface BatchAnswer {
  /** [count] class ids. */
  readonly adapted: Int32Array
  /** Mean over the batch, in nats. */
  readonly entropy: number
  /** Mean largest probability, in [0,1]. */
  readonly confidence: number
  readonly metrics: Readonly<Record<string, number>>
}

/** Answers x [B,H,W,3], then learns from it; of the answers the last `count` are kept, those before being a sliding window's. */
export function answerBatch(
  session: StreamSession,
  x: Tensor4D,
  { classes, count }: { readonly classes: number; readonly count: number },
): BatchAnswer {
  const { logits, metrics } = session.respond(x)
  const rows = logits.dataSync<'float32'>().slice(-count * classes)
  const values = Object.fromEntries(Object.entries(metrics).map(([name, scalar]) => [name, scalar.dataSync()[0]]))
  tf.dispose([logits, ...Object.values(metrics)])
  return { adapted: argMaxRows(rows, classes), ...certainty(rows, classes), metrics: values }
}

/** Mean entropy and mean largest probability of rows of logits. */
function certainty(logits: Float32Array, classes: number): { readonly entropy: number; readonly confidence: number } {
  return tf.tidy(() => {
    const scores = tf.tensor2d(logits, [logits.length / classes, classes])
    return {
      entropy: tf.mean(predictionEntropy(scores)).dataSync()[0],
      confidence: tf.mean(tf.max(tf.softmax(scores), 1)).dataSync()[0],
    }
  })
}
