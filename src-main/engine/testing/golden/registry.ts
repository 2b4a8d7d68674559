/** The adapters in the order of their names. A new one is its file and one line here. */
import { aDistance } from './adapters/a-distance'
import { accuracy } from './adapters/accuracy'
import { adda } from './adapters/adda'
import { afn } from './adapters/afn'
import { bnAlpha } from './adapters/bn-alpha'
import { bsp } from './adapters/bsp'
import { cdan } from './adapters/cdan'
import { confusionMatrix } from './adapters/confusion-matrix'
import { dann } from './adapters/dann'
import { dannLambdaSchedule } from './adapters/dann-lambda-schedule'
import { deepCoral } from './adapters/deep-coral'
import { deepjdot } from './adapters/deepjdot'
import { e2eDannStep } from './adapters/e2e-dann-step'
import { ece } from './adapters/ece'
import { jmmd } from './adapters/jmmd'
import { labelSmoothing } from './adapters/label-smoothing'
import { lrSchedules } from './adapters/lr-schedules'
import { macroF1 } from './adapters/macro-f1'
import { mcc } from './adapters/mcc'
import { mcd } from './adapters/mcd'
import { mdd } from './adapters/mdd'
import { mkMmd } from './adapters/mk-mmd'
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
  adda,
  afn,
  bnAlpha,
  bsp,
  cdan,
  confusionMatrix,
  dann,
  dannLambdaSchedule,
  deepCoral,
  deepjdot,
  e2eDannStep,
  ece,
  jmmd,
  labelSmoothing,
  lrSchedules,
  macroF1,
  mcc,
  mcd,
  mdd,
  mkMmd,
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
