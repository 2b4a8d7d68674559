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
import { coralDg } from './adapters/coral-dg'
import { cotta } from './adapters/cotta'
import { dann } from './adapters/dann'
import { dannLambdaSchedule } from './adapters/dann-lambda-schedule'
import { deepCoral } from './adapters/deep-coral'
import { deepjdot } from './adapters/deepjdot'
import { distillation } from './adapters/distillation'
import { e2eDannStep } from './adapters/e2e-dann-step'
import { e2eTentStep } from './adapters/e2e-tent-step'
import { eata } from './adapters/eata'
import { ece } from './adapters/ece'
import { emaWeights } from './adapters/ema-weights'
import { groupdro } from './adapters/groupdro'
import { infomax } from './adapters/infomax'
import { irm } from './adapters/irm'
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
import { mixstyle } from './adapters/mixstyle'
import { mixup } from './adapters/mixup'
import { mkMmd } from './adapters/mk-mmd'
import { mmdDg } from './adapters/mmd-dg'
import { obdSaliency } from './adapters/obd-saliency'
import { procrustes } from './adapters/procrustes'
import { prototypical } from './adapters/prototypical'
import { pruneMagnitude } from './adapters/prune-magnitude'
import { quantInt8 } from './adapters/quant-int8'
import { sar } from './adapters/sar'
import { shotPseudoLabels } from './adapters/shot-pseudo-labels'
import { silhouette } from './adapters/silhouette'
import { supcon } from './adapters/supcon'
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
import { vrex } from './adapters/vrex'
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
  coralDg,
  cotta,
  dann,
  dannLambdaSchedule,
  deepCoral,
  deepjdot,
  distillation,
  e2eDannStep,
  e2eTentStep,
  eata,
  ece,
  emaWeights,
  groupdro,
  infomax,
  irm,
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
  mixstyle,
  mixup,
  mkMmd,
  mmdDg,
  obdSaliency,
  procrustes,
  prototypical,
  pruneMagnitude,
  quantInt8,
  sar,
  shotPseudoLabels,
  silhouette,
  supcon,
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
  vrex,
  wilcoxon,
]
