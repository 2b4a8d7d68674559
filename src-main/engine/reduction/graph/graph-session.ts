/** A network graph as a session: it predicts, shows its features and can be adapted at test time like a trained one. */

import { type Tensor2D, type Tensor4D, tf, type Variable } from '../../backend/tensorflow'
import type { Session } from '../../methods/method'
import type { Pass } from '../../nn/network'
import { prefixNames } from '../../nn/variables'
import type { GraphModel, GraphWeight } from './graph-model'
import { createGraphNetwork } from './graph-network'

/** Its state are the model's weights; it has no objective, so it cannot be trained by steps of its own. */
export function openGraphSession(model: GraphModel): Session {
  const network = createGraphNetwork(model)
  const { features, head } = network
  const variables = [...prefixNames('features', features.variables), ...prefixNames('head', head.variables)]
  const state = new Map<string, Variable>(variables.map(({ name, variable }) => [name, variable]))
  const extract = (x: Tensor4D, pass: Pass): Tensor2D => features.forward(x, pass)
  return {
    state,
    weights: [...state.keys()],
    network,
    schedules: () => ({}),
    step() {
      throw new Error('a reduced model has no training step of its own')
    },
    features: (x, domain) => tf.tidy(() => extract(x, { training: false, domain })),
    predict: (x, domain) => tf.tidy(() => head.forward(extract(x, { training: false, domain }), { training: false, domain })),
    dispose() {
      for (const { variable } of variables) variable.dispose()
    },
  }
}

/** The model with the weights that its session has now: a test-time method may have moved them. */
export function modelOfSession({ graph, weights }: GraphModel, { state }: Pick<Session, 'state'>): GraphModel {
  const now = [...weights].map(([name, weight]): [string, GraphWeight] => {
    const variable = state.get(name) ?? state.get(`features/${name}`) ?? state.get(`head/${name}`)
    return [name, variable === undefined ? weight : { ...weight, data: variable.dataSync<'float32'>().slice() }]
  })
  return { graph, weights: new Map(now) }
}
