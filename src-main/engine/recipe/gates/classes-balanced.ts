/** Whether the source's classes have about equally many images. */
import { type GateDefinition, prepare, waits } from '../gate'

/** Largest class over smallest: up to here nothing is lost, from the second on a class is hardly learnt. */
const limits = { warn: 1.5, fail: 10 } as const

export const classesBalanced: GateDefinition = {
  id: 'classes-balanced',
  stage: 'data',
  title: 'Classes balanced',
  question: 'Has every source class about equally many images?',
  measures: 'images of the largest class over those of the smallest',
  expected: `at most ${limits.warn}; from ${limits.fail} on the small classes are hardly learnt`,
  judge({ data }) {
    const counts = data?.source.classCounts
    if (!data || !counts || counts.length < 2) return waits('needs a source with two classes')
    const [most, least] = [Math.max(...counts), Math.min(...counts)]
    const ratio = least === 0 ? Number.POSITIVE_INFINITY : most / least
    const [large, small] = [data.source.classNames[counts.indexOf(most)], data.source.classNames[counts.indexOf(least)]]
    const value = `largest ÷ smallest ${least === 0 ? 'without end' : ratio.toFixed(2)}`
    const evidence = `'${large}' has ${most.toLocaleString('en-US')} images, '${small}' ${least.toLocaleString('en-US')}.`
    const figures = { largest: most, smallest: least }
    if (ratio <= limits.warn) return { state: 'pass', value, evidence, figures }
    return {
      state: ratio < limits.fail ? 'warn' : 'fail',
      value,
      evidence: `${evidence} The network will favour the large classes.`,
      figures,
      remedy: prepare('Draw classes equally often', { settings: { balancedBatches: true } }),
    }
  },
}
