/** Whether both domains were written the same way: what differs in processing is learnt in place of what differs in content. */
import { findingsGate } from './findings-gate'

export const preprocessingMatches = findingsGate({
  id: 'preprocessing-matches',
  title: 'Same preprocessing',
  question: 'Were both domains prepared the same way?',
  measures: 'value range, polarity, channel order, border and scale, source against target',
  expected: 'no difference that a shared setting would take away',
  codes: ['value-range', 'polarity', 'channel-order', 'channel-count', 'border', 'scale'],
  clear: 'ranges, polarity and framing agree',
})
