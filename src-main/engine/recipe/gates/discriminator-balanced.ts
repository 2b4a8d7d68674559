/** Whether the game between features and domain classifier is open. */
import { domainClassifierLimitsPct, findOneSidedGame } from '../../evaluation/alarms/domain-classifier'
import { type GateDefinition, methodTrials, prepare, type TrialEvidence, waits } from '../gate'

const { tooEasy, blind } = domainClassifierLimitsPct

export const discriminatorBalanced: GateDefinition = {
  id: 'discriminator-balanced',
  stage: 'adaptation',
  title: 'Discriminator neither blind nor perfect',
  question: 'Does the domain classifier still learn something, and can it still be fooled?',
  measures: 'mean accuracy of the domain classifier in each epoch, the worst of the seeds',
  expected: `from ${blind} to ${tooEasy} %, short spells aside`,
  judge({ run }) {
    if (!run) return waits('during adaptation')
    const games = methodTrials(run).flatMap((trial) => {
      const accuracyPct = epochMeans(trial)
      return accuracyPct.length > 0
        ? [{ accuracyPct, alarm: findOneSidedGame({ accuracyPct, epochs: run.record.request.epochs, epochsBetween: 1 }) }]
        : []
    })
    if (games.length === 0) return waits('this method has no domain classifier')
    const worst = games.find(({ alarm }) => alarm !== null) ?? games[0]
    const last = worst.accuracyPct[worst.accuracyPct.length - 1]
    const value = `${last.toFixed(0)} %, watching ${blind}–${tooEasy} %`
    const figures = { domainAccuracyPct: last, epochs: worst.accuracyPct.length }
    if (worst.alarm === null) {
      const outside = last > tooEasy || last < blind
      return {
        state: outside ? 'warn' : 'pass',
        value,
        evidence: `The domain classifier is right in ${last.toFixed(0)} % of the last epoch${outside ? ', outside its range for now' : ''}.`,
        figures,
      }
    }
    return {
      state: 'fail',
      value,
      evidence: worst.alarm.text,
      figures,
      remedy:
        worst.alarm.kind === 'domain-classifier-won'
          ? prepare('Raise λ to 2', { settings: { lambdaMax: 2 } })
          : prepare('Lower λ to 0.3', { settings: { lambdaMax: 0.3 } }),
    }
  },
}

/** Mean of each full epoch; the metric is recorded several times in one. */
function epochMeans({ metrics }: TrialEvidence): number[] {
  const byEpoch = new Map<number, number[]>()
  for (const { name, epoch, value } of metrics) {
    if (name !== 'domainAccuracyPct') continue
    const at = Math.ceil(epoch)
    byEpoch.set(at, [...(byEpoch.get(at) ?? []), value])
  }
  return [...byEpoch].sort(([a], [b]) => a - b).map(([, values]) => values.reduce((sum, value) => sum + value, 0) / values.length)
}
