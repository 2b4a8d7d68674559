/** The ledger: every read of target labels, with time, place, purpose and amount. */
import { z } from 'zod'

export const LedgerEntry = z.object({
  /** ISO 8601, UTC. */
  time: z.string(),
  /** Which part asked: "final report", "target-oracle", "show target counts". */
  place: z.string(),
  /** `fenced`: the oracle's own training; `few-labels`: what a supervised method was given to learn from; `report`: the final figures; `counts`: class counts for the Data screen; `gallery`: images that were taken for another class, looked at after the report. */
  kind: z.enum(['fenced', 'few-labels', 'report', 'counts', 'gallery']),
  split: z.enum(['train', 'test', 'all']),
  labels: z.number().int().nonnegative(),
  purpose: z.string(),
})
export type LedgerEntry = z.infer<typeof LedgerEntry>

/** Whether somebody was shown what the labels say; what methods learn from shows nobody anything. */
export const wasShown = ({ kind }: LedgerEntry): boolean => kind === 'report' || kind === 'counts' || kind === 'gallery'
