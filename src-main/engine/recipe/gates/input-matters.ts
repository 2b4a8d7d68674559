/** Whether the network learns more from images than from no images at all. */
import { type GateDefinition, untilMeasured } from '../gate'

/** Part of the constant-input loss that images must get under. */
const limits = { pass: 0.85, warn: 0.97 } as const

export const inputMatters: GateDefinition = {
  id: 'input-matters',
  stage: 'architecture',
  title: 'Input matters',
  question: 'Does the network learn more from images than from one constant image?',
  measures: 'training loss after the same steps on images and on a constant image in place of all',
  expected: `with images at most ${limits.pass} of the loss without`,
  judge({ checks }) {
    if (!checks) return untilMeasured()
    const { steps, images, constant } = checks.baseline
    const part = images / constant
    const value = `${images.toFixed(2)} against ${constant.toFixed(2)}`
    const evidence = `After ${steps} steps the loss is ${images.toFixed(2)} with images and ${constant.toFixed(2)} with a constant one in place of all.`
    const figures = { images, constant, steps }
    if (part <= limits.pass) return { state: 'pass', value, evidence, figures }
    return {
      state: part <= limits.warn ? 'warn' : 'fail',
      value,
      evidence: `${evidence} The pixels hardly help: labels may not belong to the images, or pixels are lost on the way.`,
      figures,
      remedy: { label: 'Look at images with their labels', does: { kind: 'open', stage: 'data' } },
    }
  },
}
