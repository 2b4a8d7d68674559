import { describe, expect, it } from 'vitest'
import { shot } from './shot'
import { startToyTrial, type ToyTrial } from './testing/toy-trial'
import { weightsBelow } from './testing/weights-below'

const options = { seed: 3, totalSteps: 24 }
const stateOf = ({ session }: ToyTrial) => new Map([...session.state].map(([name, variable]) => [name, [...variable.dataSync()]]))

describe('shot', () => {
  it('shot: on the target the head is frozen, the features move, and every image has a pseudo-label', async () => {
    const trial = startToyTrial(shot, options)
    await trial.train({ from: 0, to: 12 })
    const before = stateOf(trial)
    expect(before.get('kept/pseudo-label')).toEqual(new Array(400).fill(0))
    await trial.train({ from: 12, to: 24 })
    const after = stateOf(trial)
    expect(after.get('head/dense1/kernel')).toEqual(before.get('head/dense1/kernel'))
    expect(after.get('features/dense1/kernel')).not.toEqual(before.get('features/dense1/kernel'))
    expect(new Set(after.get('kept/pseudo-label'))).toEqual(new Set([0, 1]))
    trial.session.dispose()
  })

  it('shot: β weighs the pseudo-labels beside information maximisation and changes nothing before', async () => {
    const plainSgd = { optimizer: 'sgd', momentum: 0, learningRate: 0.05 }
    const featuresAfter = (to: number, pseudoLabelWeight: number) =>
      weightsBelow(startToyTrial(shot, { ...options, params: { ...plainSgd, pseudoLabelWeight } }), 'features/', (trial) =>
        trial.train({ from: 0, to }),
      )
    expect(await featuresAfter(12, 0)).toEqual(await featuresAfter(12, 2))
    const [none, half, whole] = [await featuresAfter(13, 0), await featuresAfter(13, 1), await featuresAfter(13, 2)]
    expect(Math.max(...whole.map((value, at) => Math.abs(value - none[at])))).toBeGreaterThan(1e-4)
    half.forEach((value, at) => {
      expect(Math.abs(value - (none[at] + whole[at]) / 2)).toBeLessThan(1e-6)
    })
  })
})
