/** Training steps of four nets against PyTorch on the same cores: images per second, source and target counted. */
import { defineBench } from '../harness/bench'
import { trainingNets } from '../nets/bench-net'
import { reportWays } from '../nets/report-ways'
import { createTimedSteps } from '../nets/timed-steps'

export const bench = defineBench({
  summary: 'Training steps of the nets a to d',
  async run(context) {
    for (const [net, definition] of Object.entries(trainingNets)) {
      if (!context.wants(net)) continue
      const [compiled, eager] = [createTimedSteps(definition, 'on'), createTimedSteps(definition, 'off')]
      await reportWays(context, { net, kind: 'training', summary: definition.summary, compiled, eager: eager.measure })
      compiled.dispose()
      eager.dispose()
    }
  },
})
