/** The rows of each source domain in a batch that holds equal shares of several, one domain's after another's. */
import { type Rank, type Tensor, type Tensor1D, tf } from '../../backend/tensorflow'
import type { SessionContext } from '../method'

/** Number of source domains. */
export const sourcesOf = ({ sources = 1 }: Pick<SessionContext, 'sources'>): number => sources

/** rows [sources·n, …] → one [n, …] a domain. */
export function sharesOf<R extends Rank>(rows: Tensor<R>, sources: number): Tensor<R>[] {
  const share = rows.shape[0] / sources
  return Array.from({ length: sources }, (_, domain) => tf.slice(rows, domain * share, share))
}

/** order [sources] int32 of domains → [sources·n] int32: the rows of a batch of `rows`, whole domains in that order. */
export function rowsInOrder(order: Tensor1D, rows: number): Tensor1D {
  const share = rows / order.shape[0]
  const starts = tf.mul(tf.expandDims(order, 1), tf.scalar(share, 'int32'))
  return tf.reshape(tf.add(starts, tf.expandDims(tf.range(0, share, 1, 'int32'), 0)), [rows])
}
