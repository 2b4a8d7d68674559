/** Whether training has come to rest. */
import { type GateDefinition, prepare, waits } from '../gate'

/** Epochs are raised by this where it has not. */
const longer = 1.5

export const converged: GateDefinition = {
  id: 'converged',
  stage: 'evaluate',
  title: 'Converged',
  question: 'Has the held-out loss come to rest?',
  measures: 'where the mean over seeds of the held-out loss stays within a twentieth of all it has gained',
  expected: 'before the last tenth of training',
  judge({ convergence, setup }) {
    if (!convergence) return waits('after five checkpoints of a run')
    const { settled, epoch, drift } = convergence
    const figures = { drift, ...(epoch === null ? {} : { epoch }) }
    if (settled && epoch !== null) {
      return {
        state: 'pass',
        value: `settled at epoch ${epoch}`,
        evidence: `From epoch ${epoch} on the held-out loss stays where it is.`,
        figures,
      }
    }
    const epochs = Math.min(1000, Math.ceil(setup.epochs * longer))
    return {
      state: 'warn',
      value: 'still moving',
      evidence: `Over its last third the held-out loss still moves by ${(100 * Math.abs(drift)).toFixed(0)} % of all it has gained in a tenth of the training.`,
      figures,
      remedy: prepare(`Train ${epochs} epochs`, { epochs }),
    }
  },
}
