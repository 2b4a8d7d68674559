/** How far apart the domains are and whether the picture can be trusted, over all checkpoints. */
import type { EmbeddingCheckpoint } from '@shared/domain/embedding'
import { memo } from 'react'
import { CrosshairGroup, useCrosshair } from '../../charts/crosshair'
import { nearestIndex } from '../../charts/line/crosshair-steps'
import { LineChart } from '../../charts/line/line-chart'
import type { SeriesTone } from '../../charts/line/line-series'
import { Panel } from '../../ui/panel'
import styles from './measures.module.css'

export interface MeasuresProps {
  readonly checkpoints: readonly EmbeddingCheckpoint[]
  /** Mean confidence on the target's test images by epoch, in percent. */
  readonly confidence: readonly { readonly epoch: number; readonly value: number }[]
  readonly epochs: number
  /** Epoch in view. */
  readonly shown: number | null
}

interface Measure {
  readonly name: string
  readonly about: string
  readonly x: readonly number[]
  readonly y: readonly number[]
  readonly domain: readonly [number, number]
  readonly digits: number
  readonly unit: string
  readonly tone: SeriesTone
  readonly marked?: number
}

/** Kept still while frames of one epoch stream. */
export const Measures = memo(function Measures({ checkpoints, confidence, epochs, shown }: MeasuresProps) {
  const column = (of: (checkpoint: EmbeddingCheckpoint) => number | null): { x: number[]; y: number[] } => {
    const known = checkpoints.flatMap((checkpoint) => {
      const value = of(checkpoint)
      return value === null ? [] : [{ x: checkpoint.epoch, y: value }]
    })
    return { x: known.map((one) => one.x), y: known.map((one) => one.y) }
  }
  const kl = column((checkpoint) => checkpoint.kl)
  const measures: readonly Measure[] = [
    {
      name: 'A-distance',
      about: 'held-out half, 0 mixed to 2 apart',
      ...column((c) => c.aDistance),
      domain: [0, 2],
      digits: 2,
      unit: '',
      tone: 'focus',
    },
    {
      name: 'Confidence',
      about: 'on the target, not accuracy',
      x: confidence.map((one) => one.epoch),
      y: confidence.map((one) => one.value),
      domain: [0, 100],
      digits: 0,
      unit: ' %',
      tone: 'target',
    },
    {
      name: 'Trustworthiness',
      about: 'neighbours kept',
      ...column((c) => c.trustworthiness),
      domain: [0.5, 1],
      digits: 3,
      unit: '',
      tone: 'muted',
    },
    {
      name: 'KL',
      about: 'of the map, lower fits better',
      ...kl,
      domain: [0, Math.max(1, Math.ceil(Math.max(0, ...kl.y)))],
      digits: 2,
      unit: '',
      tone: 'muted',
    },
  ]
  return (
    <Panel title="Measures over training" subtitle="by checkpoint" flush>
      <CrosshairGroup>
        <div className={styles.box}>
          <div className={styles.rows}>
            {measures.map((measure, i) => (
              <MeasureRow key={measure.name} measure={measure} epochs={epochs} shown={shown} isLast={i === measures.length - 1} />
            ))}
          </div>
        </div>
      </CrosshairGroup>
    </Panel>
  )
})

interface MeasureRowProps {
  readonly measure: Measure
  readonly epochs: number
  readonly shown: number | null
  readonly isLast: boolean
}

function MeasureRow({ measure, epochs, shown, isLast }: MeasureRowProps) {
  const [crosshair] = useCrosshair()
  const { x, y, domain } = measure
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
          y={{ domain, ticks: [...domain], format: (tick) => String(tick), ...(measure.unit ? { unit: measure.unit.trim() } : {}) }}
          series={[
            {
              id: measure.name,
              label: '',
              x,
              y,
              tone: measure.tone,
              dots: true,
              format: (one) => `${one.toFixed(measure.digits)}${measure.unit}`,
            },
          ]}
        />
      </div>
    </div>
  )
}
