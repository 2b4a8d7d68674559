/** The ledger of work that reads no target label: an entry would be a mistake in the program, and ends it. */
export function refuseLabels(): never {
  throw new Error('this work reads no target labels')
}
