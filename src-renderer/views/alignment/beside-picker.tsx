/** Chooses the trial whose map stands beside the shown one: of this run, or of another run of the study. */
import type { RunRecord, Trial } from '@shared/domain/run'
import { useMethodLabel } from '../../stores/catalogue'
import { describeRun } from '../../stores/describe-run'
import { useRuns } from '../../stores/runs'
import styles from '../../ui/select.module.css'

export interface BesideTrial {
  readonly run: RunRecord
  readonly trial: Trial
}

export interface BesidePickerProps {
  readonly run: RunRecord
  readonly trial: Trial
  readonly beside: BesideTrial | null
  readonly onPick: (beside: BesideTrial | null) => void
}

/** Trials that can have a map and are not the shown one, own run first. */
export function useBesideTrials(run: RunRecord, trial: Trial): readonly BesideTrial[] {
  const runs = useRuns((state) => state.runs)
  return [run, ...runs.filter((one) => one.id !== run.id && one.studyId === run.studyId)].flatMap((one) =>
    one.trials
      .filter((other) => other.checkpointEpoch > 0 && !(one.id === run.id && other.id === trial.id))
      .map((other) => ({ run: one, trial: other })),
  )
}

export function BesidePicker({ run, trial, beside, onPick }: BesidePickerProps) {
  const labelOf = useMethodLabel()
  const choices = useBesideTrials(run, trial)
  if (choices.length === 0) return null
  const keyOf = (one: BesideTrial): string => `${one.run.id}/${one.trial.id}`
  const runs = [...new Set(choices.map((one) => one.run))]
  return (
    <select
      className={styles.inRow}
      aria-label="Map beside it"
      value={beside ? keyOf(beside) : ''}
      onChange={(event) => onPick(choices.find((one) => keyOf(one) === event.target.value) ?? null)}
    >
      <option value="">One map</option>
      {runs.map((one) => (
        <optgroup key={one.id} label={one.id === run.id ? 'This run' : describeRun(one, labelOf)}>
          {choices
            .filter((choice) => choice.run === one)
            .map((choice) => (
              <option key={keyOf(choice)} value={keyOf(choice)}>
                Beside {labelOf(choice.trial.method)}, seed {choice.trial.seed}
              </option>
            ))}
        </optgroup>
      ))}
    </select>
  )
}
