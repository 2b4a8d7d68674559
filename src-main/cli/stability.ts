/** What is always said of a map: how well it fits, whether neighbours are kept, and how much of it is the seed's doing. */
import type { Embedding } from '../engine/analysis/embed-features'

/** Figures of a layout as they go into a command's JSON. */
export function stability({ kl, trustworthiness, agreement, seconds }: Embedding) {
  return { kl, trustworthiness, agreement, seconds }
}

export function stabilityWords({ kl, trustworthiness, agreement, seconds }: Embedding): string {
  const alike = agreement === null ? 'agreement of two seeds not measured' : `agreement of two seeds ${agreement.toFixed(2)}`
  return `KL ${kl.toFixed(3)}, trustworthiness ${trustworthiness.toFixed(3)}, ${alike}, ${seconds.toFixed(1)} s`
}
