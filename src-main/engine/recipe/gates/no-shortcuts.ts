/** Whether a single pixel statistic already tells the classes apart. */
import { findingsGate } from './findings-gate'

export const noShortcuts = findingsGate({
  id: 'no-shortcuts',
  title: 'No shortcuts',
  question: 'Does telling the classes apart need more than brightness or size?',
  measures: 'how well each plain statistic separates a class from the others',
  expected: 'none does alone',
  codes: ['shortcut'],
  clear: 'no plain statistic gives a class away',
})
