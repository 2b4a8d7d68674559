/** Follows one trial's figures and raises each finding once, when it first holds. */
import type { AlarmKind, MetricPoint } from '@shared/domain/run'
import { epochsBetweenCheckpoints } from '../../training/checkpoint-epochs'
import type { EpochFigures } from '../measure'
import type { Alarm } from './alarm'
import { findCollapse } from './collapse'
import { findOneSidedGame } from './domain-classifier'

export interface TrialWatch {
  /** Metrics as they are recorded during training. */
  note(points: readonly MetricPoint[]): void
  /** What a trial that is resumed has recorded before; its findings were raised then. */
  replay(points: readonly MetricPoint[]): void
  /** Figures of an epoch's checkpoint; what is found now for the first time comes back. */
  closeEpoch(epoch: number, figures: Pick<EpochFigures, 'targetLargestClassPct'>): Alarm[]
}

export function createTrialWatch(options: { readonly epochs: number; readonly sourceLabels: Int32Array }): TrialWatch {
  const { epochs, sourceLabels } = options
  const epochsBetween = epochsBetweenCheckpoints(epochs)
  const sourceLargestPct = largestSharePct(sourceLabels)
  const largestClassPct: number[] = []
  const domainAccuracyPct: number[] = []
  let window: number[] = []
  const raised = new Set<AlarmKind>()
  const watch: TrialWatch = {
    note(points) {
      for (const { name, value } of points) if (name === 'domainAccuracyPct') window.push(value)
    },
    replay(points) {
      for (const point of points) {
        if (point.name === 'targetLargestClassPct') watch.closeEpoch(point.epoch, { targetLargestClassPct: point.value })
        else watch.note([point])
      }
    },
    closeEpoch(epoch, { targetLargestClassPct }) {
      // Before training a fresh network often has one favourite class; that is no finding.
      if (epoch === 0) return []
      largestClassPct.push(targetLargestClassPct)
      if (window.length > 0) domainAccuracyPct.push(window.reduce((sum, value) => sum + value, 0) / window.length)
      window = []
      const found = [
        findCollapse({ largestClassPct, sourceLargestPct }),
        findOneSidedGame({ accuracyPct: domainAccuracyPct, epochs, epochsBetween }),
      ]
      return found.flatMap((alarm) => {
        if (alarm === null || raised.has(alarm.kind)) return []
        raised.add(alarm.kind)
        return [alarm]
      })
    },
  }
  return watch
}

function largestSharePct(labels: Int32Array): number {
  const counts = new Map<number, number>()
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1)
  return (100 * Math.max(...counts.values())) / labels.length
}
