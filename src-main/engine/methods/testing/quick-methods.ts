/** The methods whose training is tested at every check, one of each kind of step; all others wait for the slow tests. */
export const quickly: ReadonlySet<string> = new Set(['source-only', 'dann'])
