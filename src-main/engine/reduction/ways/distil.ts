/**
 * Distillation (Hinton, Vinyals & Dean 2015, arXiv:1503.02531): a fresh, smaller network learns the predictions of the model.
 *
 *   source   (1 − α)·L_y(s(x_s), y_s) + α·T²·KL(softmax(t(x_s)/T) ‖ softmax(s(x_s)/T))
 *   target   T²·KL(softmax(t(x_t)/T) ‖ softmax(s(x_t)/T)): no label is read
 *
 * and their sum on both, each domain normalised with statistics of its own. The student is any backbone, trained from random weights.
 */
import { AppError } from '@shared/contract/failure'
import type { Overrides } from '@shared/domain/run'
import { z } from 'zod'
import { backbones, findBackbone } from '../../backbones/registry'
import { detached } from '../../backend/detached'
import { type Scalar, tf } from '../../backend/tensorflow'
import { crossEntropy } from '../../losses/cross-entropy'
import { distillation } from '../../losses/distillation'
import type { UnlabelledBatch } from '../../methods/method'
import { splitOverrides } from '../../methods/resolve-params'
import { onSource, onTarget, targetOf } from '../../methods/shared/domain-passes'
import { createTrainedSession } from '../../methods/shared/trained-session'
import { trainingParams } from '../../methods/shared/training-params'
import type { Pass } from '../../nn/network'
import { createRandom } from '../../nn/random'
import { prefixNames } from '../../nn/variables'
import { createGraphNetwork } from '../graph/graph-network'
import { traceNetwork } from '../graph/trace-network'
import { imagesOf, trainSession, tuningParams } from '../tune-model'
import { defineReduction } from './reduction-way'

const params = z.strictObject({
  backbone: z
    .enum(backbones.map(({ id }) => id))
    .default('digits-cnn')
    .meta({
      title: 'Student',
      labels: Object.fromEntries(backbones.map(({ id, label }) => [id, label])),
      description: 'The network that learns; its own settings, such as width or hiddenUnits, can be set as well.',
    }),
  on: z
    .enum(['source', 'target', 'both'])
    .default('both')
    .meta({
      title: 'Learns on',
      labels: { source: 'Source', target: 'Target', both: 'Both' },
      description: 'Source images with labels and predictions; target images with predictions alone.',
    }),
  temperature: z.number().min(1).max(20).default(4).meta({
    title: 'Temperature T',
    description: 'Softens the predictions, so that the classes that are nearly right show.',
  }),
  alpha: z.number().min(0).max(1).default(0.7).meta({
    title: 'Weight α of the predictions',
    description: 'On the source; the rest goes to the true labels.',
  }),
  epochs: z.number().int().min(1).max(200).default(10).meta({ title: 'Epochs', unit: 'epochs', description: 'Passes over the source.' }),
  learningRate: tuningParams.shape.learningRate.unwrap().default(1e-3).meta({
    title: 'Learning rate',
    scale: 'log',
    description: 'Adam’s step size.',
  }),
  batch: tuningParams.shape.batch,
  seed: tuningParams.shape.seed,
})
type DistilParams = z.output<typeof params>

export const distil = defineReduction({
  id: 'distil',
  label: 'Distil',
  summary: 'Trains a smaller network on the predictions of the model, on the target without labels.',
  params,
  preview: null,
  resolve(settings) {
    const { backbone } = params.pick({ backbone: true }).loose().parse(settings)
    const [own, student] = splitOverrides(settings, [params, findBackbone(backbone).params])
    return { ...(student as Overrides), ...(own as DistilParams) }
  },
  async run(context, settings) {
    const { backbone: id, on, temperature, alpha, epochs, batch } = settings
    const { imageSize } = context.model.graph
    const { minImageSize, maxImageSize, label, params: schema } = findBackbone(id)
    if (imageSize < minImageSize || imageSize > maxImageSize) {
      throw new AppError(
        'invalid-input',
        `${label} takes images of ${minImageSize} to ${maxImageSize} px; those of this model have ${imageSize} px.`,
        'Choose another student with --set backbone=….',
        'settings.backbone',
      )
    }
    context.planImages(imagesOf(context.pair, epochs, batch))
    const random = createRandom(`distil/${settings.seed}`)
    const known = Object.keys((z.toJSONSchema(schema, { io: 'input' }).properties ?? {}) as object)
    const ofStudent = Object.fromEntries(Object.entries(settings as Overrides).filter(([key]) => known.includes(key)))
    const student = context.createBackbone(id, ofStudent, random.fork('student'))
    const head = student.createHead(context.pair.classNames.length)
    const { features } = student
    const teacher = createGraphNetwork(context.model)
    // Target images alone train the one set of statistics that there is.
    const onTargetImages = on === 'target' ? onSource : onTarget
    const predict = ({ x }: UnlabelledBatch, pass: Pass) => head.forward(features.forward(x, pass), pass)
    const wanted = ({ x }: UnlabelledBatch, domain: 'source' | 'target') => {
      const pass = { training: false, domain }
      return detached(() => teacher.head.forward(teacher.features.forward(x, pass), pass))
    }
    const session = createTrainedSession({
      parts: { features, head },
      params: trainingParams.parse({ learningRate: settings.learningRate }),
      ...(on === 'both' ? { statisticsByDomain: 'features-and-head' as const } : {}),
      kept: [...prefixNames('teacher/features', teacher.features.variables), ...prefixNames('teacher/head', teacher.head.variables)],
      objective(drawn) {
        const losses: Record<string, Scalar> = {}
        if (on !== 'target') {
          const logits = predict(drawn.source, onSource)
          losses.classLoss = tf.mul(crossEntropy(logits, drawn.source.y), 1 - alpha)
          losses.sourceTeacherLoss = tf.mul(distillation(logits, wanted(drawn.source, 'source'), temperature), alpha)
        }
        if (on !== 'source') {
          const target = targetOf(drawn)
          losses.targetTeacherLoss = distillation(predict(target, onTargetImages), wanted(target, 'target'), temperature)
        }
        return { loss: tf.addN(Object.values(losses)) as Scalar, metrics: losses }
      },
    })
    try {
      await trainSession(session, { ...context, random, epochs, batch })
      const model = traceNetwork(session, imageSize)
      await context.measure(model, `student after ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}`, null)
      const where = on === 'both' ? 'both domains' : `the ${on}`
      return { model, summary: `Distilled into ${label} on ${where}, temperature ${temperature}.` }
    } finally {
      session.dispose()
    }
  },
})
