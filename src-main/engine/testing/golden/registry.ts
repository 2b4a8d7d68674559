/** The adapters in the order of their names. A new one is its file and one line here. */
import { aDistance } from './adapters/a-distance'
import { accuracy } from './adapters/accuracy'
import { bnAlpha } from './adapters/bn-alpha'
import { dann } from './adapters/dann'
import { labelSmoothing } from './adapters/label-smoothing'
import { lrSchedules } from './adapters/lr-schedules'
import { procrustes } from './adapters/procrustes'
import { silhouette } from './adapters/silhouette'
import { tInterval } from './adapters/t-interval'
import { trustworthiness } from './adapters/trustworthiness'
import { tsne } from './adapters/tsne'
import { valEntropy } from './adapters/val-entropy'
import { valInfomax } from './adapters/val-infomax'
import { wilcoxon } from './adapters/wilcoxon'
import type { GoldenAdapter } from './golden-adapter'

export const goldenAdapters: readonly GoldenAdapter[] = [
  aDistance,
  accuracy,
  bnAlpha,
  dann,
  labelSmoothing,
  lrSchedules,
  procrustes,
  silhouette,
  tInterval,
  trustworthiness,
  tsne,
  valEntropy,
  valInfomax,
  wilcoxon,
]
