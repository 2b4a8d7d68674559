/** What the model says at this severity: accuracy and how sure it claims to be, entropy, and how far the features have moved. */
import { maxSeverity } from '@shared/domain/shift'
import { line } from 'd3'
import { useAdaptation } from '../../stores/adaptation'
import { useMethodLabel } from '../../stores/catalogue'
import { type SweepPoint, useShift } from '../../stores/shift'
import { Panel } from '../../ui/panel'
import styles from './read-outs.module.css'

const noPoints: readonly SweepPoint[] = []

export function ReadOuts() {
  const look = useShift((state) => state.look)
  const scene = useShift((state) => (state.shownKey ? (state.scenes[state.shownKey]?.scene ?? null) : null))
  const sweep = useShift((state) => (state.shownKey ? (state.sweeps[state.shownKey] ?? noPoints) : noPoints))
  const adapting = useAdaptation((state) => state.stream !== null)
  const labelOf = useMethodLabel()
  const readings = look?.readings ?? null
  const accuracy = readings?.accuracyPct ?? null
  const most = Math.log(scene?.classNames.length ?? 2)
  const at = look?.severity ?? 0
  const figure = (value: number | null | undefined, digits: number, unit = ''): string =>
    value === null || value === undefined ? '–' : `${value.toFixed(digits)}${unit}`
  return (
    <Panel title="At this severity" className={styles.panel}>
      <dl className={styles.list} data-adapting={adapting || undefined}>
        <ReadOut
          name={`Accuracy, ${scene ? labelOf(scene.method).toLowerCase() : 'model'}`}
          value={figure(accuracy?.value, 1, ' %')}
          note={readings ? `confidence says ${readings.meanConfidencePct.toFixed(0)} %` : ''}
          spark={{ sweep, at, range: [0, 100], read: ({ readings: { accuracyPct } }) => accuracyPct?.value ?? null }}
        />
        <ReadOut
          name="Prediction entropy"
          value={figure(readings?.meanEntropy, 2)}
          note={`nats, most ${most.toFixed(2)}`}
          spark={{ sweep, at, range: [0, most], read: ({ readings: { meanEntropy } }) => meanEntropy }}
        />
        <ReadOut
          name="Domain distance"
          value={figure(look?.places?.discrepancy, 2)}
          note="MMD, 0 to 1.41"
          spark={{ sweep, at, range: [0, Math.SQRT2], read: ({ places }) => places?.discrepancy ?? null }}
        />
      </dl>
      <p className={styles.foot}>
        {scene && `${scene.count} images, epoch ${scene.epoch}`}
        {look?.tookMs !== null && look?.tookMs !== undefined && `, in ${Math.round(look.tookMs)} ms`}
      </p>
    </Panel>
  )
}

interface Spark {
  readonly sweep: readonly SweepPoint[]
  readonly at: number
  readonly range: readonly [number, number]
  readonly read: (point: SweepPoint) => number | null
}

function ReadOut({
  name,
  value,
  note,
  spark,
}: {
  readonly name: string
  readonly value: string
  readonly note: string
  readonly spark: Spark
}) {
  return (
    <div className={styles.item}>
      <dt>{name}</dt>
      <dd className={styles.value}>{value}</dd>
      <dd className={styles.note}>{note}</dd>
      <Sparkline {...spark} />
    </div>
  )
}

const [width, height, pad] = [84, 38, 5]

/** The sweep in small, with a dot at the present severity. */
function Sparkline({ sweep, at, range: [low, high], read }: Spark) {
  const places = sweep.flatMap((point) => {
    const value = read(point)
    return value === null ? [] : [{ severity: point.severity, value }]
  })
  if (places.length < 2) return null
  const x = (severity: number): number => pad + (severity / maxSeverity) * (width - 2 * pad)
  const y = (value: number): number => height - pad - ((value - low) / (high - low)) * (height - 2 * pad)
  const after = places.findIndex((place) => place.severity >= at)
  // Where the sweep has not come to yet there is no place for the dot.
  const [from, to] = after === -1 ? [] : [places[Math.max(0, after - 1)], places[after]]
  const share = from && to && to.severity > from.severity ? Math.min(1, (at - from.severity) / (to.severity - from.severity)) : 1
  const now = from && to ? from.value + share * (to.value - from.value) : null
  const path = line<(typeof places)[number]>(
    (place) => x(place.severity),
    (place) => y(place.value),
  ).digits(1)(places)
  return (
    <svg className={styles.spark} width={width} height={height} aria-hidden="true">
      <path d={path ?? ''} />
      {now !== null && <circle cx={x(at)} cy={y(now)} r={3.5} />}
    </svg>
  )
}
