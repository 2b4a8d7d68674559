/** The adapters in the order of their names. A new one is its file and one line here. */
import { aDistance } from './adapters/a-distance'
import { accuracy } from './adapters/accuracy'
import { bnAlpha } from './adapters/bn-alpha'
import { confusionMatrix } from './adapters/confusion-matrix'
import { dann } from './adapters/dann'
import { ece } from './adapters/ece'
import { labelSmoothing } from './adapters/label-smoothing'
import { lrSchedules } from './adapters/lr-schedules'
import { macroF1 } from './adapters/macro-f1'
import { procrustes } from './adapters/procrustes'
import { silhouette } from './adapters/silhouette'
import { tInterval } from './adapters/t-interval'
import { trustworthiness } from './adapters/trustworthiness'
import { tsne } from './adapters/tsne'
import { valBnm } from './adapters/val-bnm'
import { valDev } from './adapters/val-dev'
import { valEntropy } from './adapters/val-entropy'
import { valInfomax } from './adapters/val-infomax'
import { valIwcv } from './adapters/val-iwcv'
import { valSnd } from './adapters/val-snd'
import { wilcoxon } from './adapters/wilcoxon'
import type { GoldenAdapter } from './golden-adapter'

export const goldenAdapters: readonly GoldenAdapter[] = [
  aDistance,
  accuracy,
  bnAlpha,
  confusionMatrix,
  dann,
  ece,
  labelSmoothing,
  lrSchedules,
  macroF1,
  procrustes,
  silhouette,
  tInterval,
  trustworthiness,
  tsne,
  valBnm,
  valDev,
  valEntropy,
  valInfomax,
  valIwcv,
  valSnd,
  wilcoxon,
]
