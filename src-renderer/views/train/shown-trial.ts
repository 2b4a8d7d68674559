/** Which trial of a run a screen shows: the one the user picked, otherwise the one that is moving. */
import type { RunProgress, RunRecord, Trial } from '@shared/domain/run'
import { leadMethod } from '../../stores/describe-run'

/** The picked trial, else the active one, else the lead method's last one with a checkpoint, else the first. */
export function shownTrial(run: RunRecord, pickedId: string | null, progress: RunProgress | null): Trial | null {
  const picked = run.trials.find((trial) => trial.id === pickedId)
  if (picked) return picked
  const active = run.trials.find((trial) => trial.id === progress?.trialId) ?? run.trials.find((trial) => trial.status === 'running')
  if (active) return active
  const started = run.trials.filter((trial) => trial.checkpointEpoch > 0)
  return started.findLast((trial) => trial.method === leadMethod(run)) ?? started.at(-1) ?? run.trials[0] ?? null
}

/** "seed 1", or "seed 1 of 0–2" where the run has more. */
export function seedWords(seed: number, seeds: readonly number[]): string {
  if (seeds.length < 2) return `seed ${seed}`
  const row = seeds.every((value, i) => i === 0 || value === (seeds[i - 1] as number) + 1)
  return `seed ${seed} of ${row ? `${seeds[0]}–${seeds.at(-1)}` : seeds.join(', ')}`
}
