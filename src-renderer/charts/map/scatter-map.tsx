/** The map of two domains: a canvas with zoom, hover and selection, around a renderer that paints without React. */
import { select, type ZoomBehavior, zoom, zoomIdentity, zoomTransform } from 'd3'
import {
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { createStore, type StoreApi } from 'zustand'
import { useSize } from '../use-size'
import type { MapArrows } from './map-arrows'
import { type Camera, HOME } from './map-camera'
import type { MapFrame, MapPoints, MapTrails } from './map-data'
import type { MapGround } from './map-ground'
import type { MapLook } from './map-marks'
import type { Place, RingedClasses } from './map-overlay'
import { MapRenderer, type MapSnapshot } from './map-renderer'
import { reducedMotion } from './map-theme'
import styles from './scatter-map.module.css'

/** Zoom and pan; give the same one to two maps to link them. */
export type CameraStore = StoreApi<Camera>
export const createCamera = (): CameraStore => createStore<Camera>(() => HOME)

/** What a screen's keys and buttons can do to a map. */
export interface ScatterMapHandle {
  fit(): void
  zoomBy(factor: number): void
  panBy(dx: number, dy: number): void
  snapshot(): MapSnapshot | null
}

export interface ScatterMapProps {
  /** Read out; the state of the map belongs in it. */
  readonly label: string
  readonly points: MapPoints
  readonly frame: MapFrame
  /** Keep its identity while nothing changed. */
  readonly look: MapLook
  /** The next frame replaces this one at once, as when jumping along a timeline. */
  readonly jump?: boolean
  /** Where moved points have come from; keep its identity while nothing changed. */
  readonly trails?: MapTrails | null
  /** Which way each point is pulled; keep its identity while nothing changed. */
  readonly arrows?: MapArrows | null
  readonly selected?: number | null
  readonly neighbours?: readonly number[]
  /** Regions under the points. */
  readonly ground?: MapGround | null
  /** Ringed with a word of why. */
  readonly rings?: readonly RingedClasses[]
  /** Points to ring as chosen. */
  readonly chosen?: readonly number[]
  /** Given: a drag draws an outline instead of panning, and this gets the shown points within it. */
  readonly onLasso?: ((points: readonly number[]) => void) | undefined
  readonly camera?: CameraStore
  /** Point under the pointer or the arrow keys; null when there is none. */
  readonly onHover?: (point: number | null) => void
  /** A point was pressed, or Enter on the hovered one; null for the ground or Escape. */
  readonly onSelect?: (point: number | null) => void
  /** Drawn beside the hovered point, or the selected one: a card. */
  readonly card?: (point: number) => ReactNode
  readonly handle?: Ref<ScatterMapHandle>
}

const CAMERA_MS = 320
const PAN_PX = 60
const ARROWS: Readonly<Record<string, { readonly x: number; readonly y: number }>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
}
const NO_POINTS: readonly number[] = []
const NO_RINGS: readonly RingedClasses[] = []
/** Shorter drags are presses. */
const LEAST_OUTLINE = 4

/** Fills its parent. One tab stop: arrows walk the points, Enter selects, Escape lets go; F fits, + − zoom, Shift+arrows pan. */
export function ScatterMap(props: ScatterMapProps) {
  const {
    points,
    frame,
    look,
    jump = false,
    selected = null,
    neighbours = NO_POINTS,
    rings = NO_RINGS,
    chosen = NO_POINTS,
    ground = null,
    trails = null,
    arrows = null,
  } = props
  const { onHover, onSelect, onLasso, card, handle } = props
  const outline = useRef<Place[]>([])
  const lassoing = useRef(false)
  lassoing.current = onLasso !== undefined
  const [box, size] = useSize<HTMLDivElement>()
  const canvas = useRef<HTMLCanvasElement>(null)
  const renderer = useRef<MapRenderer | null>(null)
  const behaviour = useRef<ZoomBehavior<HTMLCanvasElement, unknown> | null>(null)
  const [ownCamera] = useState(createCamera)
  const camera = props.camera ?? ownCamera
  const [hovered, setHovered] = useState<number | null>(null)

  useLayoutEffect(() => {
    const element = canvas.current
    if (!element) return
    const map = new MapRenderer(element)
    renderer.current = map
    const zooming = zoom<HTMLCanvasElement, unknown>()
      .scaleExtent([0.5, 40])
      .clickDistance(4)
      .filter((event: Event & { button?: number; ctrlKey?: boolean }) => !event.button && (event.type === 'wheel' || !lassoing.current))
      .on('zoom', ({ transform }) => camera.setState({ k: transform.k, x: transform.x, y: transform.y }))
    behaviour.current = zooming
    select(element).call(zooming).on('dblclick.zoom', null)
    const follow = (now: Camera): void => {
      map.setCamera(now)
      // A linked map moved: d3 keeps the transform on the element, so that the next gesture starts from here.
      const own = zoomTransform(element)
      if (own.k !== now.k || own.x !== now.x || own.y !== now.y) {
        select(element).property('__zoom', zoomIdentity.translate(now.x, now.y).scale(now.k))
      }
    }
    follow(camera.getState())
    const unfollow = camera.subscribe(follow)
    return () => {
      unfollow()
      select(element).on('.zoom', null)
      map.dispose()
      renderer.current = null
    }
  }, [camera])

  // In the order in which they depend on each other: size, points, look, frame.
  useLayoutEffect(() => {
    if (size) renderer.current?.resize(size.width, size.height)
  }, [size])
  useLayoutEffect(() => renderer.current?.setPoints(points), [points])
  useLayoutEffect(() => renderer.current?.setLook(look), [look])
  useLayoutEffect(() => renderer.current?.setFrame(frame, { jump }), [frame, jump])
  useLayoutEffect(() => renderer.current?.setHighlight({ hovered, selected, neighbours, chosen }), [hovered, selected, neighbours, chosen])
  useLayoutEffect(() => renderer.current?.setRings(rings), [rings])
  useLayoutEffect(() => renderer.current?.setTrails(trails), [trails])
  useLayoutEffect(() => renderer.current?.setArrows(arrows), [arrows])
  useLayoutEffect(() => renderer.current?.setGround(ground), [ground])
  useEffect(() => setHovered((old) => (old !== null && old >= points.domain.length ? null : old)), [points])

  const hover = (point: number): void => {
    const next = point < 0 ? null : point
    if (next === hovered) return
    setHovered(next)
    onHover?.(next)
  }
  const move = (change: (zooming: ZoomBehavior<HTMLCanvasElement, unknown>, target: ReturnType<typeof animated>) => void): void => {
    if (canvas.current && behaviour.current) change(behaviour.current, animated(canvas.current))
  }
  const actions: ScatterMapHandle = {
    fit: () => move((zooming, target) => target.call(zooming.transform, zoomIdentity)),
    zoomBy: (factor) => move((zooming, target) => target.call(zooming.scaleBy, factor)),
    panBy: (dx, dy) => move((zooming, target) => target.call(zooming.translateBy, dx / camera.getState().k, dy / camera.getState().k)),
    snapshot: () => renderer.current?.snapshot() ?? null,
  }
  useImperativeHandle(handle, () => actions)

  const pointUnder = (event: MouseEvent): number => {
    const corner = event.currentTarget.getBoundingClientRect()
    return renderer.current?.pick(event.clientX - corner.left, event.clientY - corner.top) ?? -1
  }
  const placeUnder = (event: MouseEvent): Place => {
    const corner = event.currentTarget.getBoundingClientRect()
    return { x: event.clientX - corner.left, y: event.clientY - corner.top }
  }
  const onPointerDown = (event: PointerEvent): void => {
    if (!onLasso || event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    outline.current = [placeUnder(event)]
  }
  const onPointerMove = (event: PointerEvent): void => {
    if (event.buttons === 0) hover(pointUnder(event))
    else if (outline.current.length > 0) {
      outline.current = [...outline.current, placeUnder(event)]
      renderer.current?.setLasso(outline.current)
    }
  }
  const onPointerUp = (): void => {
    const drawn = outline.current
    outline.current = []
    renderer.current?.setLasso([])
    if (drawn.length >= LEAST_OUTLINE) onLasso?.(renderer.current?.within(drawn) ?? [])
  }
  const onClick = (event: MouseEvent): void => {
    if (onLasso) return
    const point = pointUnder(event)
    onSelect?.(point < 0 ? null : point)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const arrow = ARROWS[event.key]
    if (arrow && event.shiftKey) actions.panBy(-arrow.x * PAN_PX, -arrow.y * PAN_PX)
    else if (arrow) {
      const next = renderer.current?.towards(hovered ?? selected ?? -1, arrow) ?? -1
      if (next >= 0) hover(next)
    } else if (event.key === 'Enter' && hovered !== null) onSelect?.(hovered)
    else if (event.key === 'Escape' && (hovered !== null || selected !== null)) {
      hover(-1)
      onSelect?.(null)
    } else if (event.key === 'f' || event.key === 'F') actions.fit()
    else if (event.key === '+' || event.key === '=') actions.zoomBy(1.4)
    else if (event.key === '-') actions.zoomBy(1 / 1.4)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  const carded = hovered ?? selected
  return (
    <div
      className={styles.map}
      ref={box}
      role="application"
      aria-label={props.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application answers keys; arrows walk its points
      tabIndex={0}
      data-over={hovered !== null || undefined}
      data-lasso={onLasso !== undefined || undefined}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerLeave={() => hover(-1)}
      onClick={onClick}
      onKeyDown={onKeyDown}
    >
      <canvas ref={canvas} className={styles.canvas} />
      {card && carded !== null && <div className={styles.card}>{card(carded)}</div>}
    </div>
  )
}

const animated = (canvas: HTMLCanvasElement) =>
  select(canvas)
    .transition()
    .duration(reducedMotion() ? 0 : CAMERA_MS)
