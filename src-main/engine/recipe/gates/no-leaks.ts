/** Whether images that are tested on were trained on. */
import { findingsGate } from './findings-gate'

export const noLeaks = findingsGate({
  id: 'no-leaks',
  title: 'No leaks',
  question: 'Are the test images ones that training has not seen?',
  measures: 'copies and near-copies across the splits and across the domains',
  expected: 'none',
  codes: ['split-leak', 'domain-leak'],
  clear: 'no image on two sides',
})
