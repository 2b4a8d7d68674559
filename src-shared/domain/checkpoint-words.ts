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

/** A trial's row: the epoch of each chooser, the one to take, what that costs and what the last costs; `unknown` where labels were not read. */
export function checkpointCells(one: CheckpointChoice, choosers: readonly Chooser[], unknown: string): string[] {
  const cost = (points: number | null): string => points?.toFixed(1) ?? unknown
  return [...choosers.map(({ id }) => epochBy(one, id)), takenWord(one), cost(one.costPoints), cost(one.lastCostPoints)]
}

/** Why, and what follows. */
export function reasonWords(one: CheckpointChoice): string {
  const again = againWords(one)
  return again === null ? one.reason : `${one.reason} ${again}`
}

/** How to come to a checkpoint that is recommended and no longer there; null where the last one is to be taken. */
export function againWords({ choice, lastEpoch }: Pick<CheckpointChoice, 'choice' | 'lastEpoch'>): string | null {
  if (choice === null || choice === lastEpoch) return null
  return `Its weights were not kept: train again with --epochs ${choice}. Schedules then end there too, so the result is near it, not equal.`
}
