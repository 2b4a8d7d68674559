/** How far apart the domains are and whether the picture can be trusted, over all checkpoints. */
import type { AlignmentMeasures, Banded, SwapReport } from '@shared/domain/alignment'
import type { EmbeddingCheckpoint } from '@shared/domain/embedding'
import { memo, useMemo, useState } from 'react'
import { CrosshairGroup, useCrosshair } from '../../charts/crosshair'
import { nearestIndex } from '../../charts/line/crosshair-steps'
import { LineChart } from '../../charts/line/line-chart'
import type { SeriesTone } from '../../charts/line/line-series'
import { Panel } from '../../ui/panel'
import { Segmented } from '../../ui/segmented'
import { ClassMixing } from './class-mixing'
import styles from './measures.module.css'
import { nearest } from './timeline-steps'

export interface MeasuresProps {
  readonly checkpoints: readonly EmbeddingCheckpoint[]
  readonly swaps: SwapReport
  /** Mean confidence on the target's test images by epoch, in percent. */
  readonly confidence: readonly { readonly epoch: number; readonly value: number }[]
  readonly classNames: readonly string[]
  /** Colour slot of each class; -1 for grey. */
  readonly slots: readonly number[]
  readonly epochs: number
  /** Epoch in view. */
  readonly shown: number | null
}

interface Measure {
  readonly name: string
  readonly about: string
  readonly x: readonly number[]
  readonly y: readonly number[]
  readonly low?: readonly number[]
  readonly high?: readonly number[]
  readonly domain: readonly [number, number]
  readonly digits: number
  readonly unit: string
  readonly tone: SeriesTone
}

/** `domains`, `classes` and `mixing` carry 95 % bootstrap bands. */
type View = 'domains' | 'classes' | 'mixing' | 'map'
const views: readonly { readonly value: View; readonly label: string; readonly title: string }[] = [
  { value: 'domains', label: 'Gap', title: 'How far apart the domains are; bands: 95 % bootstrap' },
  { value: 'classes', label: 'Classes', title: 'Whether classes lie apart from each other and on their own kind; bands: 95 % bootstrap' },
  { value: 'mixing', label: 'Mixing', title: 'Which classes have mixed, at the checkpoint in view' },
  { value: 'map', label: 'Map', title: 'Whether the picture can be trusted' },
]

/** Kept still while frames of one epoch stream. */
export const Measures = memo(function Measures({ checkpoints, swaps, confidence, classNames, slots, epochs, shown }: MeasuresProps) {
  const [view, setView] = useState<View>('domains')
  const measures = useMemo(() => rowsOf(view, checkpoints, swaps, confidence), [view, checkpoints, swaps, confidence])
  const at = checkpoints[nearest(checkpoints, shown ?? 0)]
  return (
    <Panel
      title="Measures"
      actions={<Segmented label="Measures of" options={views} value={view} onChange={setView} />}
      flush
      scroll={view === 'mixing'}
    >
      {view === 'mixing' ? (
        <ClassMixing classes={at?.measures?.classes ?? []} classNames={classNames} slots={slots} />
      ) : (
        <CrosshairGroup>
          <div className={styles.box}>
            <div className={styles.rows}>
              {measures.map((measure, i) => (
                <MeasureRow key={measure.name} measure={measure} epochs={epochs} shown={shown} isLast={i === measures.length - 1} />
              ))}
            </div>
          </div>
        </CrosshairGroup>
      )}
    </Panel>
  )
})

function rowsOf(
  view: View,
  checkpoints: readonly EmbeddingCheckpoint[],
  swaps: SwapReport,
  confidence: MeasuresProps['confidence'],
): readonly Measure[] {
  const banded = (of: (measures: AlignmentMeasures) => Banded | null) =>
    bandColumns(checkpoints.map(({ epoch, measures }) => ({ epoch, figure: measures && of(measures) })))
  const plain = (of: (checkpoint: EmbeddingCheckpoint) => number | null) => {
    const known = checkpoints.flatMap((checkpoint) => {
      const value = of(checkpoint)
      return value === null ? [] : [{ x: checkpoint.epoch, y: value }]
    })
    return { x: known.map((one) => one.x), y: known.map((one) => one.y) }
  }
  const row = (
    name: string,
    about: string,
    columns: Pick<Measure, 'x' | 'y' | 'low' | 'high'>,
    rest: Partial<Pick<Measure, 'domain' | 'digits' | 'unit' | 'tone'>> = {},
  ): Measure => ({ name, about, ...columns, domain: [0, roof(columns.high ?? columns.y)], digits: 2, unit: '', tone: 'focus', ...rest })

  switch (view) {
    case 'domains':
      return [
        row(
          'A-distance',
          'held-out half, 0 mixed to 2 apart',
          banded((one) => one.aDistance),
          { domain: [0, 2] },
        ),
        row(
          'MMD²',
          'five kernels',
          banded((one) => one.mmd),
          { digits: 3 },
        ),
        row(
          'CORAL',
          'of covariances, standardised',
          banded((one) => one.coral),
          { digits: 4 },
        ),
        row(
          'Mixing',
          'of neighbours, 1 as by chance',
          banded((one) => one.mixing),
          { domain: [0, 1] },
        ),
      ]
    case 'classes':
      return [
        row(
          'Class distance',
          'between means, in deviations',
          banded((one) => one.classDistance),
        ),
        row(
          'Silhouette by class',
          'higher is better',
          banded((one) => one.silhouetteByClass),
          { domain: [-0.2, 1] },
        ),
        row(
          'Silhouette by domain',
          'lower is better',
          banded((one) => one.silhouetteByDomain),
          { domain: [-0.2, 1] },
        ),
        row(
          'Swapped images',
          swaps.reference === null ? 'waits for source-only' : 'of target, suspected',
          bandColumns(swaps.checkpoints.map(({ epoch, swappedPct }) => ({ epoch, figure: swappedPct }))),
          { digits: 0, unit: ' %', tone: 'bad' },
        ),
      ]
    default:
      return [
        row(
          'KL',
          'lower fits better',
          plain((one) => one.kl),
          { tone: 'muted' },
        ),
        row(
          'Trustworthiness',
          'neighbours kept',
          plain((one) => one.trustworthiness),
          { domain: [0.5, 1], digits: 3, tone: 'muted' },
        ),
        row(
          'Two-seed agreement',
          'of two layouts',
          plain((one) => one.agreement),
          { domain: [0, 1], tone: 'muted' },
        ),
        row(
          'Confidence',
          'on the target, not accuracy',
          { x: confidence.map((one) => one.epoch), y: confidence.map((one) => one.value) },
          { domain: [0, 100], digits: 0, unit: ' %', tone: 'target' },
        ),
      ]
  }
}

function bandColumns(checkpoints: readonly { readonly epoch: number; readonly figure: Banded | null }[]) {
  const known = checkpoints.flatMap(({ epoch, figure }) => (figure === null ? [] : [{ epoch, ...figure }]))
  return {
    x: known.map((one) => one.epoch),
    y: known.map((one) => one.value),
    low: known.map((one) => one.low),
    high: known.map((one) => one.high),
  }
}

/** The next 1, 2 or 5 times a power of ten. */
function roof(values: readonly number[]): number {
  const largest = Math.max(1e-4, ...values)
  const power = 10 ** Math.floor(Math.log10(largest))
  return ([1, 2, 5, 10].find((step) => step * power >= largest) ?? 10) * power
}

interface MeasureRowProps {
  readonly measure: Measure
  readonly epochs: number
  readonly shown: number | null
  readonly isLast: boolean
}

function MeasureRow({ measure, epochs, shown, isLast }: MeasureRowProps) {
  const [crosshair] = useCrosshair()
  const { x, y, low, high, domain } = measure
  const at = crosshair.x ?? shown
  const index = x.length === 0 ? -1 : at === null ? x.length - 1 : nearestIndex(x, at)
  const value = y[index]
  return (
    <div className={styles.row}>
      <div className={styles.title}>
        <b>{measure.name}</b>
        <b className={styles.value}>{value === undefined ? '–' : `${value.toFixed(measure.digits)}${measure.unit}`}</b>
        <span>{measure.about}</span>
      </div>
      <div className={styles.chart}>
        <LineChart
          title={measure.name}
          x={{
            domain: [0, epochs],
            name: 'epochs',
            whole: true,
            hideTicks: !isLast,
            bare: true,
            ...(shown === null ? {} : { marker: shown }),
          }}
          y={{
            domain,
            ticks: [...domain],
            format: (tick) => String(Number(tick.toPrecision(2))),
            ...(measure.unit ? { unit: measure.unit.trim() } : {}),
          }}
          series={[
            {
              id: measure.name,
              label: '',
              x,
              y,
              tone: measure.tone,
              dots: true,
              ...(low && high ? { low, high } : {}),
              format: (one) => `${one.toFixed(measure.digits)}${measure.unit}`,
            },
          ]}
        />
      </div>
    </div>
  )
}
