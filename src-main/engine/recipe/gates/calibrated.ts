/** Whether the model's confidence can be believed. */
import { type GateDefinition, prepare, waits } from '../gate'

const limits = { warn: 5, fail: 15 } as const

export const calibrated: GateDefinition = {
  id: 'calibrated',
  stage: 'evaluate',
  title: 'Calibration',
  question: 'Is the model as often right as it says it is?',
  measures: 'expected calibration error on held-out source images, over 15 bins',
  expected: `at most ${limits.warn} %`,
  judge({ errors, setup }) {
    if (!errors) return waits('after training')
    const { ecePct, reliability } = errors
    const value = `${ecePct.toFixed(1)} % off`
    const sure = reliability.reduce((sum, bin) => sum + bin.count * (bin.confidencePct - bin.accuracyPct), 0) / errors.images
    const evidence = `Confidence and accuracy are ${ecePct.toFixed(1)} points apart on average (${Math.abs(sure) < 0.5 ? 'neither too sure nor too modest' : sure > 0 ? 'too sure' : 'too modest'}).`
    const figures = { ecePct, overconfidence: sure }
    if (ecePct <= limits.warn) return { state: 'pass', value, evidence, figures }
    return {
      state: ecePct <= limits.fail ? 'warn' : 'fail',
      value,
      evidence,
      figures,
      remedy:
        sure > 0
          ? prepare('Smooth the labels by 0.1', { settings: { labelSmoothing: 0.1 } })
          : Number(setup.settings.labelSmoothing ?? 0) > 0
            ? prepare('Take label smoothing away', { settings: { labelSmoothing: 0 } })
            : prepare(`Train ${longer(setup.epochs)} epochs`, { epochs: longer(setup.epochs) }),
    }
  },
}

/** A network that is modest without being told to be has not learnt enough. */
const longer = (epochs: number): number => Math.min(1000, 2 * epochs)
