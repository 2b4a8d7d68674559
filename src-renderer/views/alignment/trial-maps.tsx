/** The map of the shown trial, a second one beside it where asked, the timeline and the measures. */
import type { RunProgress, RunRecord, Trial } from '@shared/domain/run'
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { FilterMatrix } from '../../charts/map/filter-matrix'
import type { ColourBy } from '../../charts/map/map-data'
import { type MapFilter, showAll } from '../../charts/map/map-filter'
import type { MapLook } from '../../charts/map/map-marks'
import { createCamera, type ScatterMapHandle } from '../../charts/map/scatter-map'
import { useMethodLabel } from '../../stores/catalogue'
import { isActive } from '../../stores/describe-run'
import { Button } from '../../ui/button'
import { Chip } from '../../ui/chip'
import { formatTimeLeft } from '../../ui/format'
import { Screen } from '../../ui/screen'
import { Segmented } from '../../ui/segmented'
import { seedWords } from '../train/shown-trial'
import { TrialSwitcher } from '../train/trial-switcher'
import { ExportMenu } from './export-menu'
import { MapPane } from './map-pane'
import { Measures } from './measures'
import { Neighbours } from './neighbours'
import { Timeline } from './timeline'
import { playFrom, stepFrom } from './timeline-steps'
import styles from './trial-maps.module.css'
import { useMapCommands } from './use-map-commands'
import { useNeighbours } from './use-neighbours'
import type { MapPosition } from './use-shown-frame'
import { useConfidence, useReadAhead, useTrialMap } from './use-trial-map'

export interface TrialMapsProps {
  readonly run: RunRecord
  readonly trial: Trial
  readonly progress: RunProgress | null
  readonly start: ReactNode
}

const PLAY_MS = 700
const NO_POINTS: readonly number[] = []
const ROWS_LABELLED = ['Source', 'Target, predicted'] as const
const ROWS_PREDICTED = ['Source, predicted', 'Target, predicted'] as const
const colourModes: readonly { readonly value: ColourBy; readonly label: string; readonly title: string }[] = [
  { value: 'class', label: 'Class', title: 'Hue is the class; target points take the prediction (C)' },
  { value: 'domain', label: 'Domain', title: 'Two colours, by domain (D)' },
  { value: 'prediction', label: 'Prediction', title: 'Hue is the prediction; wrong source points are crossed (E)' },
]

export function TrialMaps({ run, trial, progress, start }: TrialMapsProps) {
  const labelOf = useMethodLabel()
  const [position, setPosition] = useState<MapPosition>('live')
  const [playing, setPlaying] = useState(false)
  const [colourBy, setColourBy] = useState<ColourBy>('class')
  const [glyphs, setGlyphs] = useState(false)
  const [filter, setFilter] = useState<MapFilter | null>(null)
  const [selected, setSelected] = useState<number | null>(null)
  const [exporting, setExporting] = useState(false)
  const [besideId, setBesideId] = useState<string | null>(null)
  const [camera] = useState(createCamera)
  const handle = useRef<ScatterMapHandle>(null)

  const { points, frame, checkpoints } = useTrialMap(run.id, trial.id, position)
  const beside = run.trials.find((one) => one.id === besideId) ?? null
  const other = useTrialMap(
    beside ? run.id : '',
    beside?.id ?? '',
    beside && position === 'live' && frame ? nearestEpoch(frame.epoch) : position,
  )
  const live = trial.status === 'running' && isActive(run.status)
  useReadAhead(run.id, trial.id, checkpoints)
  const confidence = useConfidence(run.id, trial.id)
  const look = useMemo<MapLook>(
    () => ({ colourBy, glyphs, filter: filter ?? showAll(points?.classNames.length ?? 0) }),
    [colourBy, glyphs, filter, points],
  )
  const settled = checkpoints.findLast((checkpoint) => frame !== null && checkpoint.epoch <= frame.epoch)?.epoch ?? null
  const found = useNeighbours(run.id, trial.id, settled, selected)
  const rays = useMemo(() => found.neighbours?.map((one) => one.point) ?? NO_POINTS, [found.neighbours])

  useEffect(() => {
    if (!playing) return
    const timer = setInterval(() => {
      const next = playFrom(position, checkpoints)
      if (next === null) {
        setPlaying(false)
        if (live) setPosition('live')
      } else setPosition(next)
    }, PLAY_MS)
    return () => clearInterval(timer)
  }, [playing, position, checkpoints, live])

  const play = useCallback((): void => {
    if (!playing && checkpoints.length > 0 && playFrom(position, checkpoints) === null) setPosition(checkpoints[0]!.epoch)
    setPlaying(!playing && checkpoints.length > 1)
  }, [playing, position, checkpoints])
  const seek = useCallback((next: MapPosition): void => {
    setPlaying(false)
    setPosition(next)
  }, [])
  useMapCommands({
    play,
    step: (by) => seek(stepFrom(position, by, checkpoints, { live })),
    colourBy: setColourBy,
    toggleGlyphs: () => setGlyphs(!glyphs),
    map: handle.current,
    exportView: () => setExporting(true),
    letGo: selected === null ? null : () => setSelected(null),
    blocked: frame ? null : 'There is no map yet',
  })

  const epochs = run.request.epochs
  const name = `${labelOf(trial.method)} · ${seedWords(trial.seed, run.request.seeds)}`
  const at = frame ? ` · epoch ${Number(frame.epoch.toFixed(1))} of ${epochs}${live && position === 'live' ? ', streaming' : ''}` : ''
  const left = progress?.trialId === trial.id && progress.secondsLeft !== null ? `, ${formatTimeLeft(progress.secondsLeft)} left` : ''
  const counterpart = besideTrial(run, trial)
  return (
    <Screen
      title="Alignment"
      subtitle={`${name}${at}`}
      actions={
        <>
          <TrialSwitcher run={run} shown={trial} />
          {counterpart && (
            <Button pressed={beside !== null} onClick={() => setBesideId(beside ? null : counterpart.id)}>
              Beside {labelOf(counterpart.method).toLowerCase()}
            </Button>
          )}
          <ExportMenu
            title={`map ${labelOf(trial.method)} seed ${trial.seed} epoch ${frame ? Number(frame.epoch.toFixed(1)) : 0}`}
            snapshot={() => handle.current?.snapshot() ?? null}
            imageIndex={points?.imageIndex ?? null}
            blocked={frame ? null : 'There is no map yet'}
            open={exporting}
            onOpenChange={setExporting}
          />
        </>
      }
    >
      <div className={styles.grid}>
        <section className={styles.map} aria-label="Map">
          {points && (
            <header className={styles.head}>
              <Segmented label="Colour by" options={colourModes} value={colourBy} onChange={setColourBy} />
              {beside && (
                <Chip tone="sealed" icon="lock">
                  Labels not read
                </Chip>
              )}
              <span className={styles.grow} />
              <FilterMatrix
                points={points}
                filter={look.filter}
                onChange={setFilter}
                byDomain={colourBy === 'domain'}
                rows={colourBy === 'prediction' ? ROWS_PREDICTED : ROWS_LABELLED}
              />
            </header>
          )}
          <div className={styles.panes}>
            <MapPane
              {...{ run, trial, points, frame, look, camera, selected, start, handle }}
              neighbours={rays}
              named={beside !== null}
              onSelect={setSelected}
            />
            {beside && (
              <MapPane
                {...{ run, look, camera, start }}
                trial={beside}
                points={other.points}
                frame={other.frame}
                selected={sameSample(points, other.points) ? selected : null}
                neighbours={NO_POINTS}
                named
                onSelect={setSelected}
              />
            )}
          </div>
        </section>
        <div className={styles.side}>
          <Measures checkpoints={checkpoints} confidence={confidence} epochs={epochs} shown={frame?.epoch ?? null} />
          <Neighbours request={run.request} {...{ points, frame, selected, ...found }} onSelect={setSelected} />
        </div>
        <Timeline
          {...{ checkpoints, epochs, position, live, playing }}
          shownEpoch={frame?.epoch ?? null}
          futureNote={trial.status === 'done' ? '' : live ? `not trained yet${left}` : 'not trained'}
          onPosition={seek}
          onPlay={play}
        />
      </div>
    </Screen>
  )
}

const nearestEpoch = (epoch: number): number => Math.round(epoch)

/** Source-only of the same seed, or for source-only itself the run's own method. */
function besideTrial(run: RunRecord, trial: Trial): Trial | null {
  const same = run.trials.filter((one) => one.seed === trial.seed && one.id !== trial.id && one.checkpointEpoch > 0)
  return (
    (trial.method === 'source-only'
      ? same.find((one) => one.method !== 'target-oracle')
      : same.find((one) => one.method === 'source-only')) ?? null
  )
}

/** Whether both maps show the same images in the same order, so that a selection means the same in both. */
function sameSample(a: { readonly imageIndex: Int32Array } | null, b: { readonly imageIndex: Int32Array } | null): boolean {
  return (
    a !== null && b !== null && a.imageIndex.length === b.imageIndex.length && a.imageIndex.every((index, i) => index === b.imageIndex[i])
  )
}
