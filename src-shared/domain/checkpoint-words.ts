/** The choice of checkpoints as cells of a table: the same in the window, on the command line and in files. */
import type { CheckpointChoice } from './scored-checkpoint'

type Chooser = Pick<CheckpointChoice['votes'][number], 'id' | 'label'>

/** Validators that chose for at least one of the trials, in the order in which they are shown. */
export function choosersOf(checkpoints: readonly CheckpointChoice[]): readonly Chooser[] {
  return [...new Map(checkpoints.flatMap(({ votes }) => votes.map(({ id, label }) => [id, { id, label }]))).values()]
}

/** Empty where the validator did not score every checkpoint of the trial. */
export function epochBy({ votes }: Pick<CheckpointChoice, 'votes'>, validator: string): string {
  return String(votes.find(({ id }) => id === validator)?.epoch ?? '')
}

/** The epoch that is recommended, or `last` where the app abstains. */
export function takenWord({ choice }: Pick<CheckpointChoice, 'choice'>): string {
  return choice === null ? 'last' : String(choice)
}
