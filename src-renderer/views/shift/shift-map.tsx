/** The cloud of shifted images over the fixed map of the source, with trails from severity 0; beside an adapting model, the cloud as it sees it. */
import type { ShiftScene } from '@shared/domain/shift-scene'
import { useEffect, useMemo, useState } from 'react'
import { engine } from '../../app/services'
import type { MapFrame, MapPoints, MapTrails } from '../../charts/map/map-data'
import { showAll } from '../../charts/map/map-filter'
import type { MapLook } from '../../charts/map/map-marks'
import { ScatterMap } from '../../charts/map/scatter-map'
import { useAdaptation } from '../../stores/adaptation'
import { type ShiftLook, type SweepPoint, useShift } from '../../stores/shift'
import { DomainMark } from '../../ui/domain-mark'
import { ImageCanvas } from '../../ui/image-canvas'
import { Panel } from '../../ui/panel'
import { Segmented } from '../../ui/segmented'
import styles from './shift-map.module.css'

export type ColourMode = 'class' | 'prediction' | 'entropy'
const modes = [
  { value: 'class', label: 'Class', title: 'Colour by true class (C)' },
  { value: 'prediction', label: 'Error', title: 'Colour by prediction, errors crossed (E)' },
  { value: 'entropy', label: 'Entropy', title: 'Colour by how undecided the model is' },
] as const

const throughs = [
  {
    value: 'adapted',
    label: 'Adapted model',
    title: 'Where the adapting copy sees the shifted images; trails begin where the source model sees them',
  },
  { value: 'source', label: 'Source model', title: 'Where the model that was trained sees them' },
] as const
type Through = (typeof throughs)[number]['value']

export interface ShiftMapProps {
  readonly scene: ShiftScene
  readonly colourBy: ColourMode
  readonly onColourBy: (mode: ColourMode) => void
}

const noPoints: readonly SweepPoint[] = []

export function ShiftMap({ scene, colourBy, onColourBy }: ShiftMapProps) {
  const look = useShift((state) => state.look)
  const sweep = useShift((state) => (state.shownKey ? (state.sweeps[state.shownKey] ?? noPoints) : noPoints))
  const adapted = useAdaptedLook(look)
  const [through, setThrough] = useState<Through>('adapted')
  const seen = adapted && through === 'adapted' ? adapted : look
  const [hovered, setHovered] = useState<number | null>(null)
  const points = useMemo(() => pointsOf(scene), [scene])
  const frame = useMemo(() => (seen?.places && seen.readings ? frameOf(scene, seen, colourBy) : null), [scene, seen, colourBy])
  const marks = useMemo<MapLook>(
    () => ({ colourBy, glyphs: false, filter: showAll(scene.classNames.length) }),
    [colourBy, scene.classNames.length],
  )
  const severity = look?.severity ?? 0
  const trails = useMemo<MapTrails>(() => {
    // An adapted image has come from where the source model sees it.
    if (seen === adapted && adapted && look?.places) return [look.places.positions]
    return sweep.flatMap((point) => (point.places && point.severity < severity ? [point.places.positions] : []))
  }, [seen, adapted, look, sweep, severity])
  const first = scene.reference.labels.length
  const image = useHoveredImage(scene, look, hovered === null || hovered < first ? null : hovered - first)
  return (
    <Panel
      title="Feature map"
      flush
      actions={<Segmented label="Colour by" options={modes} value={colourBy} onChange={onColourBy} />}
      className={styles.panel}
    >
      <p className={styles.legend}>
        <DomainMark domain="source" size={9} /> source
        <DomainMark domain="target" size={9} /> shifted
      </p>
      {frame ? (
        <div className={styles.map}>
          <ScatterMap
            label={`Feature map of ${scene.count} shifted images over the source map, severity ${severity.toFixed(1)}${seen === adapted && adapted ? ', through the adapted model' : ''}. ${seen?.places?.left ?? 0} left their cluster.`}
            {...{ points, frame, trails }}
            look={marks}
            onHover={setHovered}
            card={(point) => <PointWords scene={scene} look={seen} point={point} {...(image === null ? {} : { image })} />}
          />
        </div>
      ) : (
        <p className={styles.waiting}>Placing {scene.count} images into the map</p>
      )}
      <footer className={styles.foot}>
        <span>
          <b>{seen?.places?.left ?? 0}</b> of {scene.count} images left their cluster
        </span>
        {adapted ? (
          <Segmented label="Seen through" options={throughs} value={through} onChange={setThrough} />
        ) : (
          <span title="Each image is placed on its own, as openTSNE's transform does, corrected so that unmoved images stay where they are">
            placed into the fixed map by transform
          </span>
        )}
      </footer>
    </Panel>
  )
}

/** The present position through the adapting copy; null while nothing adapts, or once the sliders have left the cloud behind. */
function useAdaptedLook(look: ShiftLook | null): ShiftLook | null {
  const cloud = useAdaptation((state) => state.cloud)
  const playing = useAdaptation((state) => state.playing)
  return useMemo(() => {
    if (!cloud || !look) return null
    const fits = playing || JSON.stringify(cloud.shifts) === JSON.stringify(look.shifts)
    return fits ? { ...look, places: cloud.places, readings: cloud.readings } : null
  }, [cloud, look, playing])
}

function pointsOf({ reference, labels, classNames, count }: ShiftScene): MapPoints {
  const first = reference.labels.length
  return {
    domain: Uint8Array.from({ length: first + count }, (_, point) => (point < first ? 0 : 1)),
    sourceClass: Int32Array.from([...reference.labels, ...labels]),
    classNames,
    fixedPoints: first,
  }
}

/** Source points predict their own class: they are the ground that the shifted ones move over. */
function frameOf({ reference, labels, classNames }: ShiftScene, { places, readings }: ShiftLook, colourBy: ColourMode): MapFrame {
  const shifted = places?.positions ?? new Float32Array(0)
  const positions = new Float32Array(reference.positions.length + shifted.length)
  positions.set(reference.positions)
  positions.set(shifted, reference.positions.length)
  const predicted = readings?.prediction ?? labels
  return {
    positions,
    prediction: Int32Array.from([...reference.labels, ...(colourBy === 'prediction' ? predicted : labels)]),
    confidence: Float32Array.from([...new Float32Array(reference.labels.length).fill(1), ...(readings?.confidence ?? [])]),
    entropy: Float32Array.from(
      [...new Float32Array(reference.labels.length), ...(readings?.entropy ?? [])],
      (value) => value / Math.log(classNames.length),
    ),
  }
}

interface HoveredImage {
  readonly index: number
  readonly pixels: Uint8Array
}

/** The hovered image as it is shifted now; asked for once the pointer rests on it. */
function useHoveredImage({ sceneId }: ShiftScene, look: ShiftLook | null, index: number | null): Uint8Array | null {
  const [image, setImage] = useState<HoveredImage | null>(null)
  const shifts = look?.shifts
  useEffect(() => {
    if (index === null || !shifts) return
    const abort = new AbortController()
    engine
      .call('shift.images', { sceneId, shifts, indices: [index] }, { signal: abort.signal })
      .then(({ pixels }) => setImage({ index, pixels }))
      .catch(() => undefined)
    return () => abort.abort()
  }, [sceneId, shifts, index])
  return image?.index === index ? image.pixels : null
}

interface PointWordsProps {
  readonly scene: ShiftScene
  readonly look: ShiftLook | null
  readonly point: number
  readonly image?: Uint8Array
}

function PointWords({ scene, look, point, image }: PointWordsProps) {
  const { classNames, reference, labels, size } = scene
  const first = reference.labels.length
  const name = (classId: number | undefined): string => classNames[classId ?? -1] ?? 'unknown'
  if (point < first) return <div className={styles.card}>Source image of class {name(reference.labels[point])}</div>
  const index = point - first
  const sure = Math.round(100 * (look?.readings?.confidence[index] ?? 0))
  return (
    <div className={styles.card}>
      <div className={styles.picture}>{image && <ImageCanvas pixels={image} side={size} />}</div>
      <div>
        <b>Shifted image of class {name(labels[index])}</b>
        <span>
          predicted {name(look?.readings?.prediction[index])}, {sure} % sure
        </span>
        <small>entropy {(look?.readings?.entropy[index] ?? 0).toFixed(2)} nats</small>
      </div>
    </div>
  )
}
