/** Whether the first network and optimizer are plain ones that suit the data. */
import { type GateDefinition, prepare, waits } from '../gate'

export const standardStart: GateDefinition = {
  id: 'standard-start',
  stage: 'architecture',
  title: 'Standard start',
  question: 'Is the first network a standard one for data of this size and shape?',
  measures: 'network and optimizer of the set-up against what the data suggest',
  expected: 'the proposed network, with Adam or SGD as proposed',
  judge({ proposal, setup }) {
    if (!proposal) return waits('after both imports')
    const optimizer = String(setup.settings.optimizer ?? 'adam')
    const same = { backbone: setup.backbone === proposal.backbone, optimizer: optimizer === proposal.optimizer }
    const value = `${setup.backbone}, ${optimizer === 'sgd' ? 'SGD' : 'Adam'}`
    if (same.backbone && same.optimizer) return { state: 'pass', value, evidence: proposal.why }
    return {
      state: 'warn',
      value,
      evidence: `Proposed: ${proposal.backbone} with ${proposal.optimizer === 'sgd' ? 'SGD' : 'Adam'} at ${proposal.learningRate}. ${proposal.why}`,
      remedy: prepare(`Take ${proposal.backbone}`, {
        backbone: proposal.backbone,
        batch: proposal.batch,
        settings: { optimizer: proposal.optimizer, learningRate: proposal.learningRate },
      }),
    }
  },
}
