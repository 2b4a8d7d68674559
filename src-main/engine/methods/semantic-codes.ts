/**
 * Semantic output codes (Palatucci, Pomerleau, Hinton & Mitchell, NeurIPS 2009): images are mapped to attributes, and an image has the
 * class whose attributes are nearest, whether or not the class was trained on.
 *
 *   min over F, S of   1/(B·A) Σᵢₐ −[c_{yᵢ,a}·log pᵢₐ + (1 − c_{yᵢ,a})·log(1 − pᵢₐ)],   p = σ(S(F(x)))
 *   answer             argmin over classes k of ‖p − c_k‖²
 *
 * x [B,H,W,3], y [B]; c [K,A] the table of the training classes in [0,1]; F features [·,D], S an attribute head [·,A]. What a session
 * calls features are the predicted attributes p [·,A]: the semantic space.
 *
 * Deviation: the attributes are predicted by a network with a logistic output, trained together, where the paper has ridge regressions
 * over fixed inputs.
 */
import { AppError } from '@shared/contract/failure'
import { detached } from '../backend/detached'
import { type Scalar, type Tensor2D, tf } from '../backend/tensorflow'
import { extendFeatures } from '../nn/extend-features'
import type { Head, Pass } from '../nn/network'
import { defineMethod } from './method'
import { codeHead } from './shared/code-head'
import { createTrainedSession } from './shared/trained-session'
import { trainingParams } from './shared/training-params'

const training = { training: true }
/** Keeps the logarithms finite. */
const least = 1e-6

export const semanticCodes = defineMethod({
  id: 'semantic-codes',
  label: 'Semantic codes',
  family: 'zero-shot',
  summary: 'Learns the attributes of images, and recognises classes it has never seen by a table of theirs.',
  needs: { sources: 'one', target: 'none', start: 'backbone' },
  paper: {
    title: 'Zero-shot Learning with Semantic Output Codes',
    authors: 'Palatucci, Pomerleau, Hinton, Mitchell',
    year: 2009,
    url: 'https://papers.nips.cc/paper/3650-zero-shot-learning-with-semantic-output-codes',
  },
  params: trainingParams,
  start(context, params) {
    const { codes } = context
    if (codes === undefined) throw withoutCodes()
    const backbone = context.createBackbone()
    const attributes = codes[0].length
    const features = extendFeatures(backbone.features, {
      name: 'attributes',
      block: logistic(backbone.createHead(attributes)),
      featureSize: attributes,
    })
    const head = codeHead(context.classes, attributes)
    tf.tidy(() => head.set(tf.tensor2d(codes.map((code) => [...code]))))
    return createTrainedSession({
      parts: { features, head },
      params,
      objective({ source }) {
        const predicted = features.forward(source.x, training)
        const wanted = detached(() => tf.gather(head.points(), source.y) as Tensor2D)
        const classLoss = attributeLoss(predicted, wanted)
        return { loss: classLoss, metrics: { classLoss } }
      },
    })
  },
})

/** Mean binary cross-entropy over rows and attributes. predicted, wanted [B,A] in [0,1]. */
export function attributeLoss(predicted: Tensor2D, wanted: Tensor2D): Scalar {
  return tf.tidy(() => {
    const log = (share: Tensor2D): Tensor2D => tf.log(tf.add(share, least))
    const yes = tf.mul(wanted, log(predicted))
    const no = tf.mul(tf.sub<Tensor2D>(1, wanted), log(tf.sub<Tensor2D>(1, predicted)))
    return tf.neg(tf.mean<Scalar>(tf.add(yes, no)))
  })
}

function logistic(head: Head) {
  return { variables: head.variables, forward: (x: Tensor2D, pass: Pass): Tensor2D => tf.sigmoid(head.forward(x, pass)) }
}

function withoutCodes(): AppError {
  return new AppError(
    'invalid-input',
    'Semantic codes need the attributes of every class, and the run has no table of them.',
    'Give --codes FILE.csv with a row a class, or fill in the table on the Data screen.',
    'codes',
  )
}
