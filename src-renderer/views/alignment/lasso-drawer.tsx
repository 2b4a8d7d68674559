/** The images in the lasso: who they are, and what can be done with them. */
import type { EmbeddingFrame, EmbeddingPoints } from '@shared/domain/embedding'
import type { RunRecord, Trial } from '@shared/domain/run'
import { useMemo } from 'react'
import { attempt } from '../../app/attempt'
import { Button } from '../../ui/button'
import { DomainMark } from '../../ui/domain-mark'
import { formatCount } from '../../ui/format'
import { ImageCanvas } from '../../ui/image-canvas'
import { excludeFromStudy, relabelInStudy, studyOf, studyWithout } from './chosen-images'
import styles from './lasso-drawer.module.css'
import { chosenWords, pointWords } from './map-words'
import { usePointImages } from './point-images'

export interface LassoDrawerProps {
  readonly run: RunRecord
  readonly trial: Trial
  readonly points: EmbeddingPoints
  readonly frame: EmbeddingFrame
  readonly chosen: readonly number[]
  readonly onSelect: (point: number | null) => void
  readonly onClose: () => void
}

/** Thumbnails drawn; the counts cover all. */
const SHOWN = 96

export function LassoDrawer({ run, trial, points, frame, chosen, onSelect, onClose }: LassoDrawerProps) {
  const shown = useMemo(() => chosen.slice(0, SHOWN), [chosen])
  const images = usePointImages(run.request, points, shown)
  const { studyId } = run
  const subject = { runId: run.id, trialId: trial.id, points: chosen }
  const count = formatCount(chosen.length)
  const sources = chosen.reduce((sum, point) => sum + (points.domain[point] === 0 ? 1 : 0), 0)
  return (
    <section className={styles.drawer} aria-label="Images in the lasso">
      <header className={styles.head}>
        <h2>{count} images</h2>
        <small>{chosenWords(points, frame, chosen)}</small>
        <span className={styles.grow} />
        {studyId !== null && (
          <>
            <Button
              size="s"
              onClick={() =>
                attempt(async () => {
                  await excludeFromStudy(studyId, subject)
                  onClose()
                })
              }
            >
              Exclude {count}
            </Button>
            {sources > 0 && (
              <select
                className={styles.relabel}
                aria-label="Relabel the source images"
                value=""
                onChange={(event) => {
                  const { value } = event.target
                  attempt(() => relabelInStudy(studyId, subject, value))
                }}
              >
                <option value="" disabled>
                  Relabel {formatCount(sources)} source as…
                </option>
                {points.classNames.map((name) => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
              </select>
            )}
            <Button size="s" onClick={() => attempt(() => studyOf(studyId, subject))} title="A domain of which none is chosen stays whole">
              New study of {count}
            </Button>
            <Button size="s" onClick={() => attempt(() => studyWithout(studyId, subject))}>
              New study without {count}
            </Button>
          </>
        )}
        <Button size="s" variant="quiet" onClick={onClose}>
          Close
        </Button>
      </header>
      <ul className={styles.images}>
        {shown.map((point) => {
          const image = images.get(point)
          const { title, prediction } = pointWords(points, frame, point)
          return (
            <li key={point}>
              <button type="button" title={`${title}, ${prediction}`} onClick={() => onSelect(point)}>
                <span className={styles.thumb}>{image && <ImageCanvas pixels={image.pixels} side={image.side} />}</span>
                <DomainMark domain={points.domain[point] === 0 ? 'source' : 'target'} size={8} />
              </button>
            </li>
          )
        })}
        {chosen.length > SHOWN && <li className={styles.more}>and {formatCount(chosen.length - SHOWN)} more</li>}
      </ul>
    </section>
  )
}
