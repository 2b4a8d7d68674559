/** Chooses which method and seed of a run is shown; by default the one that is training. */
import type { RunRecord, Trial } from '@shared/domain/run'
import { useMethodLabel } from '../../stores/catalogue'
import { statusWords } from '../../stores/describe-run'
import { useView } from '../../stores/view'
import styles from '../../ui/select.module.css'

const FOLLOW = ''

export interface TrialSwitcherProps {
  readonly run: RunRecord
  readonly shown: Trial | null
}

export function TrialSwitcher({ run, shown }: TrialSwitcherProps) {
  const picked = useView((state) => state.focusTrialId)
  const labelOf = useMethodLabel()
  const pick = (trialId: string): void => {
    if (trialId === FOLLOW) useView.setState({ focusTrialId: null })
    else useView.getState().focusRun(run.id, trialId)
  }
  if (run.trials.length < 2) return null
  const name = (trial: Trial): string => `${labelOf(trial.method)}, seed ${trial.seed}`
  const following = run.status === 'running' ? 'Follow the training' : 'Newest'
  return (
    <select
      className={styles.inRow}
      aria-label="Shown trial"
      value={run.trials.some((trial) => trial.id === picked) ? (picked ?? FOLLOW) : FOLLOW}
      onChange={(event) => pick(event.target.value)}
    >
      <option value={FOLLOW}>{shown ? `${following}: ${name(shown)}` : following}</option>
      {[...new Set(run.trials.map((trial) => trial.method))].map((method) => (
        <optgroup key={method} label={labelOf(method)}>
          {run.trials
            .filter((trial) => trial.method === method)
            .map((trial) => (
              <option key={trial.id} value={trial.id}>
                {name(trial)} · {statusWords[trial.status].word}
              </option>
            ))}
        </optgroup>
      ))}
    </select>
  )
}
