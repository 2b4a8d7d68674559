/**
 * DANN, domain-adversarial training of neural networks (Ganin et al., JMLR 2016, arXiv:1505.07818).
 *
 *   min over F, G, D of   L_y(G(F(x_s)), y_s) + ½·[ L_d(D(R_λ(F(x_s))), 0) + L_d(D(R_λ(F(x_t))), 1) ]
 *
 * L_y and L_d mean cross-entropies; R_λ the gradient reversal layer (identity forward, −λ backward), so that D learns to tell
 * the domains apart while F learns to make it fail.
 *   λ = λmax·(2/(1 + e^(−γ·p)) − 1),  p training progress from 0 to 1
 * x_s [B,H,W,3], y_s [B], x_t [B',H,W,3]; F features [·,D], G label logits [B,K], D domain logits [·,2].
 *
 * The paper's recipe: backbone digits-cnn, batch 32, `--set optimizer=sgd learningRate=0.01 schedule=inverse-decay`
 * (momentum 0.9, μ = 0.01/(1 + 10p)^0.75, λmax 1, γ 10). The defaults, Adam at 0.001, go with digits-cnn-bn and batch 64.
 *
 * Deviations: the domain term is the mean over both domains, as in the usual reimplementations, where the paper's eq. 9 sums
 * them (in a trial on 4,500 digits a domain the sum let the paper's recipe collapse to chance). Two domain logits and softmax
 * stand for one and a sigmoid, the same function. Source and target pass through the network one after the other, each
 * normalised with its own batch statistics; running statistics are kept for each domain apart, so that inference normalises
 * as training did. (One set over both gave the same accuracy in a trial, but left the domains apart in feature space.)
 */
import { tf } from '../backend/tensorflow'
import { defineMethod } from './method'
import { againstDiscriminator } from './shared/against-discriminator'
import { passDomains } from './shared/domain-passes'
import { rampedWeightParams } from './shared/ramped-weight'
import { adversarialWeightAt } from './shared/schedules'
import { createTrainedSession } from './shared/trained-session'
import { trainingParams } from './shared/training-params'

export const dann = defineMethod({
  id: 'dann',
  label: 'DANN',
  family: 'adversarial',
  summary: 'Learns features from which a domain classifier cannot tell source from target.',
  needs: { sources: 'one', target: 'unlabelled', start: 'backbone' },
  paper: {
    title: 'Domain-Adversarial Training of Neural Networks',
    authors: 'Ganin, Ustinova, Ajakan, Germain, Larochelle, Laviolette, Marchand, Lempitsky',
    year: 2016,
    url: 'https://arxiv.org/abs/1505.07818',
  },
  params: trainingParams.extend(rampedWeightParams({ lambdaMax: 1, weighs: 'the reversed domain gradient' })),
  start(context, params) {
    const { features, createHead, createDiscriminator } = context.createBackbone()
    const head = createHead(context.classes)
    const discriminator = createDiscriminator()
    return createTrainedSession({
      parts: { features, head, discriminator },
      params,
      statisticsByDomain: 'features',
      discriminator,
      schedules: (progress) => ({ lambda: adversarialWeightAt(progress, params) }),
      objective(batch, { lambda }) {
        const { sourceFeatures, classLoss, targetFeatures } = passDomains({ features, head }, batch, params)
        const { domainLoss, domainAccuracyPct } = againstDiscriminator(
          discriminator,
          { source: sourceFeatures, target: targetFeatures },
          lambda,
        )
        return {
          loss: tf.add(classLoss, domainLoss),
          metrics: { classLoss, domainLoss, domainAccuracyPct },
        }
      },
    })
  },
})
