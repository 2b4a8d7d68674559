/** The adapters in the order of their names. A new one is its file and one line here. */
import { aDistance } from './adapters/a-distance'
import { accuracy } from './adapters/accuracy'
import { adda } from './adapters/adda'
import { afn } from './adapters/afn'
import { bnAlpha } from './adapters/bn-alpha'
import { bsp } from './adapters/bsp'
import { ccsa } from './adapters/ccsa'
import { cdan } from './adapters/cdan'
import { confusionMatrix } from './adapters/confusion-matrix'
import { contrastiveSiamese } from './adapters/contrastive-siamese'
import { cotta } from './adapters/cotta'
import { dann } from './adapters/dann'
import { dannLambdaSchedule } from './adapters/dann-lambda-schedule'
import { deepCoral } from './adapters/deep-coral'
import { deepjdot } from './adapters/deepjdot'
import { e2eDannStep } from './adapters/e2e-dann-step'
import { e2eTentStep } from './adapters/e2e-tent-step'
import { eata } from './adapters/eata'
import { ece } from './adapters/ece'
import { emaWeights } from './adapters/ema-weights'
import { infomax } from './adapters/infomax'
import { jmmd } from './adapters/jmmd'
import { kliep } from './adapters/kliep'
import { kmm } from './adapters/kmm'
import { labelSmoothing } from './adapters/label-smoothing'
import { lame } from './adapters/lame'
import { lrSchedules } from './adapters/lr-schedules'
import { macroF1 } from './adapters/macro-f1'
import { mcc } from './adapters/mcc'
import { mcd } from './adapters/mcd'
import { mdd } from './adapters/mdd'
import { memo } from './adapters/memo'
import { mkMmd } from './adapters/mk-mmd'
import { procrustes } from './adapters/procrustes'
import { sar } from './adapters/sar'
import { shotPseudoLabels } from './adapters/shot-pseudo-labels'
import { silhouette } from './adapters/silhouette'
import { tInterval } from './adapters/t-interval'
import { t3a } from './adapters/t3a'
import { tentEntropy } from './adapters/tent-entropy'
import { trustworthiness } from './adapters/trustworthiness'
import { tsne } from './adapters/tsne'
import { ulsif } from './adapters/ulsif'
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
  ccsa,
  cdan,
  confusionMatrix,
  contrastiveSiamese,
  cotta,
  dann,
  dannLambdaSchedule,
  deepCoral,
  deepjdot,
  e2eDannStep,
  e2eTentStep,
  eata,
  ece,
  emaWeights,
  infomax,
  jmmd,
  kliep,
  kmm,
  labelSmoothing,
  lame,
  lrSchedules,
  macroF1,
  mcc,
  mcd,
  mdd,
  memo,
  mkMmd,
  procrustes,
  sar,
  shotPseudoLabels,
  silhouette,
  tInterval,
  t3a,
  tentEntropy,
  trustworthiness,
  tsne,
  ulsif,
  valBnm,
  valDev,
  valEntropy,
  valInfomax,
  valIwcv,
  valSnd,
  wilcoxon,
]
