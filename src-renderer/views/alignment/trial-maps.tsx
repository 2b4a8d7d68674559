/** The map of the shown trial, a second one beside it where asked, the timeline and the measures. */
import type { SwapSuspicion } from '@shared/domain/alignment'
import type { RunProgress, RunRecord, Trial } from '@shared/domain/run'
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { FilterMatrix } from '../../charts/map/filter-matrix'
import { type ColourBy, classSlots } from '../../charts/map/map-data'
import { type MapFilter, showAll, showOnly } from '../../charts/map/map-filter'
import type { MapLook } from '../../charts/map/map-marks'
import { createCamera, type ScatterMapHandle } from '../../charts/map/scatter-map'
import { useCatalogue, useMethodLabel } from '../../stores/catalogue'
import { isActive } from '../../stores/describe-run'
import { useView } from '../../stores/view'
import { Button } from '../../ui/button'
import { Chip } from '../../ui/chip'
import { formatTimeLeft } from '../../ui/format'
import { Screen } from '../../ui/screen'
import { Segmented } from '../../ui/segmented'
import { seedWords } from '../train/shown-trial'
import { TrialSwitcher } from '../train/trial-switcher'
import { AdversaryBar, type PlaneGround } from './adversary-bar'
import { arrowsOf, domainGround } from './adversary-words'
import { BesidePicker, type BesideTrial } from './beside-picker'
import { ExportMenu } from './export-menu'
import { LassoDrawer } from './lasso-drawer'
import { MapPane } from './map-pane'
import { noteWords } from './map-words'
import { Measures } from './measures'
import { Neighbours } from './neighbours'
import { readTimeline } from './read-timeline'
import { SwapAlarm } from './swap-alarm'
import { ringsOf, swapEvents } from './swap-words'
import { Timeline } from './timeline'
import { nearest, playFrom, stepFrom } from './timeline-steps'
import styles from './trial-maps.module.css'
import { useAdversary } from './use-adversary'
import { useMapCommands } from './use-map-commands'
import { useMapHold } from './use-map-hold'
import { useNeighbours } from './use-neighbours'
import { type Projection, planeGround, useProjection } from './use-projection'
import type { MapPosition } from './use-shown-frame'
import { useSwaps } from './use-swaps'
import { useConfidence, useReadAhead, useTrialMap } from './use-trial-map'

export interface TrialMapsProps {
  readonly run: RunRecord
  readonly trial: Trial
  readonly progress: RunProgress | null
  readonly start: ReactNode
}

const PLAY_MS = 700
const NO_POINTS: readonly number[] = []
const NO_NAMES: readonly string[] = []
const NO_SUSPICIONS: readonly SwapSuspicion[] = []
const ROWS_LABELLED = ['Source', 'Target, predicted'] as const
const ROWS_PREDICTED = ['Source, predicted', 'Target, predicted'] as const
const colourModes: readonly { readonly value: ColourBy; readonly label: string; readonly title: string }[] = [
  { value: 'class', label: 'Class', title: 'Hue is the class; target points take the prediction (C)' },
  { value: 'domain', label: 'Domain', title: 'Two colours, by domain (D)' },
  { value: 'prediction', label: 'Prediction', title: 'Hue is the prediction; wrong source points are crossed (E)' },
  { value: 'error', label: 'Error', title: 'Only right and wrong; errors on the target are sealed' },
  { value: 'confidence', label: 'Confidence', title: 'What stands out is more confident, which is not more accurate' },
  { value: 'entropy', label: 'Entropy', title: 'What stands out is less decided' },
]

export function TrialMaps({ run, trial, progress, start }: TrialMapsProps) {
  const labelOf = useMethodLabel()
  const isAdversarial = useCatalogue((state) => state.methods.find((method) => method.id === trial.method)?.family === 'adversarial')
  const [position, setPosition] = useState<MapPosition>('live')
  const [playing, setPlaying] = useState(false)
  const [colourBy, setColourBy] = useState<ColourBy>('class')
  const [glyphs, setGlyphs] = useState(false)
  const [filter, setFilter] = useState<MapFilter | null>(null)
  const [selected, setSelected] = useState<number | null>(null)
  const [projection, setProjection] = useState<Projection>('tsne')
  const [planeGroundBy, setPlaneGroundBy] = useState<PlaneGround>('class')
  const [regions, setRegions] = useState(false)
  const [lassoing, setLassoing] = useState(false)
  const [chosen, setChosen] = useState<readonly number[]>(NO_POINTS)
  const [exporting, setExporting] = useState(false)
  const [beside, setBeside] = useState<BesideTrial | null>(null)
  const [camera] = useState(createCamera)
  const handle = useRef<ScatterMapHandle>(null)

  const { points, frame, checkpoints } = useTrialMap(run.id, trial.id, position)
  const other = useTrialMap(
    beside?.run.id ?? '',
    beside?.trial.id ?? '',
    beside && position === 'live' && frame ? nearestEpoch(frame.epoch) : position,
  )
  const { epochs } = run.request
  const live = trial.status === 'running' && isActive(run.status)
  const hold = useMapHold(run.id, live)
  useReadAhead(run.id, trial.id, checkpoints)
  const confidence = useConfidence(run.id, trial.id)
  const look = useMemo<MapLook>(
    () => ({ colourBy, glyphs, filter: filter ?? showAll(points?.classNames.length ?? 0) }),
    [colourBy, glyphs, filter, points],
  )
  const settled = checkpoints.findLast((checkpoint) => frame !== null && checkpoint.epoch <= frame.epoch)?.epoch ?? null
  const trained = run.trials.reduce((sum, one) => sum + one.checkpointEpoch, 0)
  const swaps = useSwaps(run.id, trial.id, checkpoints.length === 0 ? 0 : trained + checkpoints.length)
  const classNames = points?.classNames ?? NO_NAMES
  const slots = useMemo(() => (points ? classSlots(points) : NO_POINTS), [points])
  const suspicions = swaps.checkpoints.findLast((one) => frame !== null && one.epoch <= frame.epoch)?.suspicions ?? NO_SUSPICIONS
  const rings = useMemo(() => ringsOf(suspicions, classNames), [suspicions, classNames])
  const events = useMemo(() => swapEvents(swaps, classNames), [swaps, classNames])
  const shown = useProjection(run.id, trial.id, { points, frame, settled, projection, regions })
  const duels = projection === 'plane' && isAdversarial
  const adversary = useAdversary(run.id, trial.id, duels ? settled : null)
  const { state: duel, longest } = adversary
  const arrows = useMemo(() => (duels && duel ? arrowsOf(duel, longest) : null), [duels, duel, longest])
  const ground = useMemo(() => {
    if (!duels || !duel) return shown.ground
    return planeGroundBy === 'domain' ? domainGround(duel) : planeGround(duel.plane)
  }, [duels, duel, planeGroundBy, shown.ground])
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
  const takeLasso = useCallback((taken: readonly number[]): void => {
    setChosen(taken)
    setLassoing(false)
  }, [])
  useMapCommands({
    play,
    step: (by) => seek(stepFrom(position, by, checkpoints, { live })),
    colourBy: setColourBy,
    lasso: () => setLassoing(!lassoing),
    hold: live ? hold.toggle : null,
    toggleRegions: () => setRegions(!regions),
    toggleGlyphs: () => setGlyphs(!glyphs),
    map: handle.current,
    exportView: () => setExporting(true),
    letGo:
      lassoing || chosen.length > 0
        ? () => {
            setLassoing(false)
            setChosen(NO_POINTS)
          }
        : selected === null
          ? null
          : () => setSelected(null),
    blocked: frame ? null : 'There is no map yet',
  })

  const name = `${labelOf(trial.method)} · ${seedWords(trial.seed, run.request.seeds)}`
  const at = frame ? ` · epoch ${Number(frame.epoch.toFixed(1))} of ${epochs}${live && position === 'live' ? ', streaming' : ''}` : ''
  const left = progress?.trialId === trial.id && progress.secondsLeft !== null ? `, ${formatTimeLeft(progress.secondsLeft)} left` : ''
  return (
    <Screen
      title="Alignment"
      subtitle={`${name}${at}`}
      actions={
        <>
          <Segmented label="Projection" options={projectionsOf(run)} value={projection} onChange={setProjection} />
          <TrialSwitcher run={run} shown={trial} />
          <BesidePicker run={run} trial={trial} beside={beside} onPick={setBeside} />
          <ExportMenu
            title={`map ${labelOf(trial.method)} seed ${trial.seed} epoch ${frame ? Number(frame.epoch.toFixed(1)) : 0}`}
            snapshot={() => handle.current?.snapshot() ?? null}
            note={points && frame ? noteWords(points, frame) : ''}
            imageIndex={points?.imageIndex ?? null}
            timeline={() => (points ? readTimeline(run.id, trial.id, { points, checkpoints, look, epochs }) : null)}
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
                paint={colourBy === 'domain' ? 'domain' : colourBy === 'class' || colourBy === 'prediction' ? 'class' : 'none'}
                rows={colourBy === 'prediction' ? ROWS_PREDICTED : ROWS_LABELLED}
                sources={points.sourceNames}
              />
            </header>
          )}
          {duels && points && <AdversaryBar view={adversary} ground={planeGroundBy} onGround={setPlaneGroundBy} />}
          <div className={styles.panes}>
            <MapPane
              {...{ run, trial, points, look, camera, selected, start, handle, rings }}
              frame={shown.frame}
              ground={ground}
              arrows={arrows}
              failure={shown.failure}
              {...(projection === 'plane' ? { projection: 'The plane the points lie in, last checkpoint' } : {})}
              neighbours={rays}
              chosen={chosen}
              onLasso={lassoing ? takeLasso : undefined}
              named={beside !== null}
              onSelect={setSelected}
            />
            {beside && (
              <MapPane
                {...{ look, camera, start }}
                run={beside.run}
                trial={beside.trial}
                points={other.points}
                frame={other.frame}
                selected={sameSample(points, other.points) ? selected : null}
                chosen={sameSample(points, other.points) ? chosen : NO_POINTS}
                neighbours={NO_POINTS}
                named
                onSelect={setSelected}
              />
            )}
            {points && (
              <div className={styles.tools}>
                {projection !== 'plane' && (
                  <Button
                    size="s"
                    pressed={regions}
                    onClick={() => setRegions(!regions)}
                    title="Where the nearest points' predictions decide (B)"
                  >
                    Regions
                  </Button>
                )}
                <Button size="s" pressed={lassoing} onClick={() => setLassoing(!lassoing)} title="Draw around points (L)">
                  Lasso
                </Button>
              </div>
            )}
          </div>
          {chosen.length > 0 && points && frame && (
            <LassoDrawer {...{ run, trial, points, frame, chosen }} onSelect={setSelected} onClose={() => setChosen(NO_POINTS)} />
          )}
        </section>
        <div className={styles.side}>
          {suspicions.length > 0 && (
            <SwapAlarm
              suspicions={suspicions}
              classNames={classNames}
              aDistance={checkpoints[nearest(checkpoints, frame?.epoch ?? 0)]?.aDistance ?? null}
              onShow={(classes) => setFilter(showOnly(classNames.length, classes))}
              onTryAnother={() => useView.getState().goTo('train')}
            />
          )}
          <Measures {...{ checkpoints, swaps, confidence, classNames, slots, epochs }} shown={frame?.epoch ?? null} />
          <Neighbours request={run.request} {...{ points, frame, selected, ...found }} onSelect={setSelected} />
        </div>
        <Timeline
          {...{ checkpoints, epochs, position, live, playing, hold, events }}
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

const PROJECTIONS: readonly { readonly value: Projection; readonly label: string; readonly title: string }[] = [
  { value: 'tsne', label: 't-SNE', title: 'Neighbours in feature space stay neighbours' },
  { value: 'pca', label: 'PCA', title: 'The two directions of most variance, of the settled checkpoint' },
]
const BOUNDARY = { value: 'plane', label: 'Boundary', title: 'The plane the points lie in, with what the model decides in it' } as const

/** Points of a plane have a boundary of their own. */
const projectionsOf = (run: RunRecord) =>
  run.request.source.kind === 'built-in' && run.request.source.pair === 'moons' ? [...PROJECTIONS, BOUNDARY] : PROJECTIONS

/** Whether both maps show the same images in the same order, so that a selection means the same in both. */
function sameSample(a: { readonly imageIndex: Int32Array } | null, b: { readonly imageIndex: Int32Array } | null): boolean {
  return (
    a !== null && b !== null && a.imageIndex.length === b.imageIndex.length && a.imageIndex.every((index, i) => index === b.imageIndex[i])
  )
}
