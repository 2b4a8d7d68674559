/** Whether a distance alone tells pairs of one class from pairs of two, on classes that were never trained on. */
import type { FewShotFigures } from '@shared/domain/new-classes'
import type { Distances } from './episodes'

/** labels [count]: of the images whose distances are given, with at least one pair of each kind. */
export function tellPairs({ count, squares }: Distances, labels: Int32Array, within: number): NonNullable<FewShotFigures['pairs']> {
  const limit = within ** 2
  const [same, different] = [
    { pairs: 0, right: 0 },
    { pairs: 0, right: 0 },
  ]
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++) {
      const near = squares[a * count + b] <= limit
      const kind = labels[a] === labels[b] ? same : different
      kind.pairs += 1
      if (near === (kind === same)) kind.right += 1
    }
  }
  return { within, samePct: (100 * same.right) / same.pairs, differentPct: (100 * different.right) / different.pairs }
}
