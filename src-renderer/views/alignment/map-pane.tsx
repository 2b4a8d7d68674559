/** One trial's map with its verdict under it; says what will be here when there is none yet. */
import type { EmbeddingFrame, EmbeddingPoints } from '@shared/domain/embedding'
import type { RunRecord, Trial } from '@shared/domain/run'
import { type ReactNode, type Ref, useMemo, useState } from 'react'
import type { MapArrows } from '../../charts/map/map-arrows'
import type { MapGround } from '../../charts/map/map-ground'
import type { MapLook } from '../../charts/map/map-marks'
import type { RingedClasses } from '../../charts/map/map-overlay'
import { type CameraStore, ScatterMap, type ScatterMapHandle } from '../../charts/map/scatter-map'
import { useMethodLabel } from '../../stores/catalogue'
import { useEmbedding } from '../../stores/embedding'
import { trialKey } from '../../stores/fold-run-event'
import { Button } from '../../ui/button'
import { Chip } from '../../ui/chip'
import { EmptyState } from '../../ui/empty-state'
import { Icon } from '../../ui/icon'
import styles from './map-pane.module.css'
import { colourWords, verdictOf } from './map-words'
import { PointCard } from './point-card'
import { usePointImages } from './point-images'

export interface MapPaneProps {
  readonly run: RunRecord
  readonly trial: Trial
  readonly points: EmbeddingPoints | null
  readonly frame: EmbeddingFrame | null
  readonly look: MapLook
  readonly camera: CameraStore
  readonly selected: number | null
  readonly neighbours: readonly number[]
  /** Regions under the points. */
  readonly ground?: MapGround | null
  /** Which way each point is pulled. */
  readonly arrows?: MapArrows | null
  /** What is shown instead of a method's name: "PCA", "Plane of the inputs". */
  readonly projection?: string
  /** Why the map cannot be shown, in words. */
  readonly failure?: string | null
  /** Classes that something is wrong with. */
  readonly rings?: readonly RingedClasses[]
  /** Points in the lasso. */
  readonly chosen?: readonly number[]
  /** Given while the lasso is in hand. */
  readonly onLasso?: ((points: readonly number[]) => void) | undefined
  readonly onSelect: (point: number | null) => void
  readonly handle?: Ref<ScatterMapHandle>
  /** Names the trial in a corner, where two maps stand side by side. */
  readonly named?: boolean
  /** Button that leads to where a run is started. */
  readonly start: ReactNode
}

export function MapPane({
  run,
  trial,
  points,
  frame,
  look,
  camera,
  selected,
  neighbours,
  ground,
  arrows,
  projection,
  failure,
  rings,
  chosen,
  onLasso,
  onSelect,
  handle,
  named = false,
  start,
}: MapPaneProps) {
  const reading = useEmbedding((state) => state.readings[trialKey(run.id, trial.id)])
  const labelOf = useMethodLabel()
  const [hovered, setHovered] = useState<number | null>(null)
  const wanted = useMemo(() => [hovered, selected].filter((point) => point !== null), [hovered, selected])
  const images = usePointImages(run.request, points, wanted)
  const name = `${labelOf(trial.method)}, seed ${trial.seed}`

  if (failure) return <EmptyState title="This view cannot be shown" text={failure} />
  if (!points || !frame) {
    if (reading?.state === 'failed') {
      return (
        <EmptyState
          title={reading.failure.message}
          text={reading.failure.hint}
          actions={<Button onClick={() => void useEmbedding.getState().open(run.id, trial.id)}>Try again</Button>}
        />
      )
    }
    if (reading?.state === 'reading') return <p className={styles.loading}>Reading the map of {name}</p>
    if (trial.status === 'running')
      return (
        <EmptyState
          title="The first map is being made"
          text="It shows where the network puts source and target images, first before training, then at every epoch."
        />
      )
    if (trial.status === 'queued')
      return (
        <EmptyState
          title={`${name} waits for its turn`}
          text="Its map comes with its first checkpoint. Another trial can be chosen above."
        />
      )
    return <EmptyState title={`There is no map of ${name}`} text="It ended before its first checkpoint." actions={start} />
  }
  const verdict = verdictOf(frame)
  const colours = colourWords(look.colourBy, points, frame)
  return (
    <div className={styles.pane}>
      <div className={styles.map}>
        <ScatterMap
          label={`${frame.method === 'pca' ? 'PCA' : 't-SNE'} map of ${name} at epoch ${Number(frame.epoch.toFixed(1))}, ${points.domain.length} points. ${verdict.text}.`}
          points={points}
          frame={frame}
          look={look}
          camera={camera}
          selected={selected}
          neighbours={neighbours}
          onHover={setHovered}
          onSelect={onSelect}
          card={(point) => <PointCard points={points} frame={frame} point={point} image={images.get(point)} />}
          onLasso={onLasso}
          ground={ground ?? null}
          arrows={arrows ?? null}
          {...(rings ? { rings } : {})}
          {...(chosen ? { chosen } : {})}
          {...(handle ? { handle } : {})}
        />
        {named && <span className={styles.name}>{name}</span>}
      </div>
      <footer className={styles.foot}>
        <span className={styles.method}>{projection ?? (frame.method === 'pca' ? 'PCA, first two directions' : 't-SNE')}</span>
        {frame.kl !== null && (
          <span>
            KL <b>{frame.kl.toFixed(2)}</b>
          </span>
        )}
        {frame.trustworthiness !== null && (
          <span>
            Trustworthiness <b>{frame.trustworthiness.toFixed(3)}</b>
          </span>
        )}
        {frame.agreement !== null && (
          <span title="How alike a second layout is, from another seed and a random start: 1 the same">
            Two-seed agreement <b>{frame.agreement.toFixed(2)}</b>
          </span>
        )}
        <span className={styles.verdict} data-tone={verdict.tone}>
          {verdict.tone !== 'muted' && <Icon name={verdict.tone === 'good' ? 'check' : 'warn'} />}
          <span title={verdict.text}>{verdict.text}</span>
        </span>
        <span className={styles.colours} title={colours.full}>
          {colours.short}
        </span>
        {!named && (
          <Chip tone="sealed" icon="lock">
            Labels not read
          </Chip>
        )}
      </footer>
    </div>
  )
}
