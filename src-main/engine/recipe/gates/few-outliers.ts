/** Whether the folders hold images that do not belong there. */
import { findingsGate } from './findings-gate'

export const fewOutliers = findingsGate({
  id: 'few-outliers',
  title: 'No odd images',
  question: 'Do all images look like images of their domain?',
  measures: 'constant images, and images far from every other one of their domain',
  expected: 'none that was not looked at',
  codes: ['outliers', 'constant-images', 'near-duplicates'],
  clear: 'nothing stands out',
})
