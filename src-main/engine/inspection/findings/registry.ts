/** All families of findings, in the order in which equally severe ones are shown. A new one is its file and one line here. */
import type { FindingFamily } from '../finding'
import { anomalies } from './anomalies'
import { border } from './border'
import { channelOrder } from './channel-order'
import { channelStatistics } from './channel-statistics'
import { classBalance } from './class-balance'
import { groups } from './groups'
import { imageSizes } from './image-sizes'
import { labelShift } from './label-shift'
import { nearDuplicates } from './near-duplicates'
import { outliers } from './outliers'
import { polarity } from './polarity'
import { scale } from './scale'
import { shortcuts } from './shortcuts'
import { sourceParts } from './source-parts'
import { valueRange } from './value-range'

export const findingFamilies: readonly FindingFamily[] = [
  valueRange,
  polarity,
  channelOrder,
  border,
  scale,
  nearDuplicates,
  shortcuts,
  groups,
  anomalies,
  outliers,
  classBalance,
  sourceParts,
  labelShift,
  channelStatistics,
  imageSizes,
]
