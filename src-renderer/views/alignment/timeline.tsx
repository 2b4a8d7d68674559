/** The timeline whose track is the A-distance: checkpoints as diamonds, a cursor to drag, the future as an empty track. */
import type { EmbeddingCheckpoint } from '@shared/domain/embedding'
import { area as d3area, line as d3line, scaleLinear } from 'd3'
import { type KeyboardEvent, memo, type PointerEvent } from 'react'
import { textWidth } from '../../charts/text-width'
import { useSize } from '../../charts/use-size'
import { Button, IconButton } from '../../ui/button'
import type { TimelineEvent } from './swap-words'
import styles from './timeline.module.css'
import { nearest, stepFrom } from './timeline-steps'
import type { MapHold } from './use-map-hold'
import type { MapPosition } from './use-shown-frame'

export interface TimelineProps {
  readonly checkpoints: readonly EmbeddingCheckpoint[]
  readonly epochs: number
  readonly position: MapPosition
  /** Epoch of the frame in view; null before the first. */
  readonly shownEpoch: number | null
  /** The trial is training: new frames follow. */
  readonly live: boolean
  readonly playing: boolean
  /** Of the run in training. */
  readonly hold: MapHold
  /** In the empty track: "not trained yet, 4 min 10 s left". */
  readonly futureNote: string
  /** What began when, marked on the track. */
  readonly events: readonly TimelineEvent[]
  readonly onPosition: (position: MapPosition) => void
  readonly onPlay: () => void
}

/** Kept still while frames of one epoch stream. */
export const Timeline = memo(function Timeline(props: TimelineProps) {
  const { shownEpoch, live, playing, hold, position, onPlay, onPosition } = props
  return (
    <section className={styles.panel} aria-label="Timeline">
      <header className={styles.head}>
        <IconButton icon={playing ? 'pause' : 'play'} label={playing ? 'Pause' : 'Play the checkpoints'} size="s" onClick={onPlay} />
        <h2>{shownEpoch === null ? 'No map yet' : `Epoch ${Number(shownEpoch.toFixed(1))}`}</h2>
        {live &&
          (position === 'live' ? (
            <span className={styles.live}>{hold.held ? 'held, the training goes on' : 'following the training'}</span>
          ) : (
            <button type="button" className={styles.follow} onClick={() => onPosition('live')}>
              Follow the training
            </button>
          ))}
        {live && (
          <Button
            size="s"
            pressed={hold.held}
            onClick={hold.toggle}
            title="No map is computed until it is released, or the training is over (H)"
          >
            {hold.held ? 'Release the map' : 'Hold the map'}
          </Button>
        )}
        {!live && <small>Each frame is aligned to the one before it</small>}
        <span className={styles.grow} />
        <small className={styles.keys}>space plays, ← → step a checkpoint</small>
      </header>
      <Track {...props} />
    </section>
  )
})

function Track({ checkpoints, epochs, position, shownEpoch, live, futureNote, events, onPosition }: TimelineProps) {
  const [ref, size] = useSize<HTMLDivElement>()
  const last = checkpoints.at(-1)?.epoch ?? 0
  const scale = size?.scale ?? 1
  const left = 58 * scale
  const right = (size?.width ?? 0) - 58 * scale
  const top = 6
  const bottom = (size?.height ?? 0) - 24 * scale
  const x = scaleLinear([0, Math.max(1, epochs)], [left, Math.max(left + 1, right)])
  const y = scaleLinear([0, 2], [Math.max(top + 1, bottom), top])
  const cursor = Math.min(epochs, shownEpoch ?? 0)
  const known = checkpoints.filter((checkpoint) => checkpoint.aDistance !== null)
  const path = d3line<EmbeddingCheckpoint>()
    .x((checkpoint) => x(checkpoint.epoch))
    .y((checkpoint) => y(checkpoint.aDistance as number))
    .digits(1)(known)
  const band = d3area<EmbeddingCheckpoint>()
    .x((checkpoint) => x(checkpoint.epoch))
    .y0((checkpoint) => y(checkpoint.measures?.aDistance?.low ?? 0))
    .y1((checkpoint) => y(checkpoint.measures?.aDistance?.high ?? 0))
    .digits(1)(known.filter((checkpoint) => checkpoint.measures?.aDistance))

  const seek = (event: PointerEvent): void => {
    if (checkpoints.length === 0) return
    const epoch = x.invert(event.clientX - event.currentTarget.getBoundingClientRect().left)
    const found = (checkpoints[nearest(checkpoints, epoch)] as EmbeddingCheckpoint).epoch
    onPosition(live && epoch > last + 0.5 ? 'live' : found)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -1, ArrowRight: 1, Home: -checkpoints.length, End: checkpoints.length + 1 }[event.key]
    if (by === undefined || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    event.stopPropagation()
    onPosition(stepFrom(position, event.shiftKey ? by * 10 : by, checkpoints, { live }))
  }
  const current = checkpoints[nearest(checkpoints, cursor)]
  const distance = current?.aDistance ?? null
  return (
    <div
      ref={ref}
      className={styles.track}
      role="slider"
      tabIndex={0}
      aria-label="Checkpoint"
      aria-valuemin={0}
      aria-valuemax={epochs}
      aria-valuenow={cursor}
      aria-valuetext={`epoch ${Number(cursor.toFixed(1))}${distance === null ? '' : `, A-distance ${distance.toFixed(2)}`}`}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        seek(event)
      }}
      onPointerMove={(event) => event.buttons > 0 && seek(event)}
    >
      {size && (
        <svg width={size.width} height={size.height} aria-hidden="true">
          {[0, 1, 2].map((tick) => (
            <g key={tick}>
              <line className={styles.grid} x1={left} x2={right} y1={y(tick)} y2={y(tick)} />
              <text x={left - 6} y={y(tick) + 4} textAnchor="end">
                {tick}
              </text>
            </g>
          ))}
          <text x={0} y={y(2) + 4}>
            apart
          </text>
          <text x={0} y={y(0) + 4}>
            mixed
          </text>
          <text x={size.width} y={bottom + 14 * scale} textAnchor="end">
            epochs
          </text>
          {x
            .ticks(Math.min(epochs, Math.floor((right - left) / 40)))
            .filter(Number.isInteger)
            .map((tick) => (
              <text key={tick} x={x(tick)} y={bottom + 14 * scale} textAnchor="middle">
                {tick}
              </text>
            ))}
          {last < epochs && (
            <>
              <rect className={styles.future} x={x(last)} width={Math.max(0, right - x(last))} y={top} height={bottom - top} />
              {textWidth(futureNote, 11.5 * scale) + 16 < right - x(last) && (
                <text x={(x(last) + right) / 2} y={(top + bottom) / 2 + 4} textAnchor="middle">
                  {futureNote}
                </text>
              )}
            </>
          )}
          {band && <path className={styles.band} d={band} />}
          {path && <path className={styles.line} d={path} />}
          {checkpoints.map(({ epoch }) => (
            <path key={epoch} className={styles.diamond} d={`M${x(epoch)},${bottom - 4}l4,4l-4,4l-4,-4z`} />
          ))}
          {events.map(({ epoch, text }) => {
            const isLeft = x(epoch) + textWidth(text, 11.5 * scale) + 10 < right
            return (
              <g key={text} className={styles.event}>
                <line x1={x(epoch)} x2={x(epoch)} y1={top} y2={bottom - 5} />
                <text x={x(epoch) + (isLeft ? 6 : -6)} y={top + 10 * scale} textAnchor={isLeft ? 'start' : 'end'}>
                  {text}
                </text>
              </g>
            )
          })}
          {shownEpoch !== null && (
            <g className={styles.cursor}>
              <line x1={x(cursor)} x2={x(cursor)} y1={2} y2={bottom} />
              <circle cx={x(cursor)} cy={bottom} r={8} />
            </g>
          )}
        </svg>
      )}
    </div>
  )
}
