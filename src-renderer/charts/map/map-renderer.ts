/** Draws the map on a canvas, frame after frame, without React: it is told what changed and decides when to paint. */
import { polygonContains } from 'd3'
import { drawOrder } from './draw-order'
import { drawArrows, type MapArrows } from './map-arrows'
import { type Camera, type Fit, fitPositions, HOME, mixFits, pickPoint, pointTowards, projection } from './map-camera'
import { type MapFrame, type MapPoints, type MapTrails, shownClass } from './map-data'
import { drawGround, type MapGround } from './map-ground'
import { classMiddles, type LabelPlace } from './map-labels'
import { type MapLook, type Mark, type MarkPlan, makeStamp, markKey, planMarks } from './map-marks'
import { drawClassNames, drawLasso, drawRings, drawSelection, type MapHighlight, type Place, type RingedClasses } from './map-overlay'
import { type MapTheme, readMapTheme, reducedMotion, watchTheme } from './map-theme'
import { drawTrails } from './map-trails'
import { MapTween } from './map-tween'
import { PointRaster } from './point-raster'

const DRAW_SEED = 1
const PADDING = 28
const REACH = 12
/** Up to here stamping is fast enough, and places keep their fractions of a pixel. */
const RASTER_ABOVE = 2_000
const NOTHING: MapHighlight = { hovered: null, selected: null, neighbours: [], chosen: [] }

export class MapRenderer {
  readonly #canvas: HTMLCanvasElement
  readonly #context: CanvasRenderingContext2D
  readonly #stopWatching: () => void
  readonly #tween = new MapTween()
  readonly #raster = new PointRaster()
  #theme: MapTheme = readMapTheme()
  #points: MapPoints | null = null
  #frame: MapFrame | null = null
  #look: MapLook | null = null
  #plan: MarkPlan | null = null
  /** By index into the plan's marks. */
  #stamps: HTMLCanvasElement[] = []
  readonly #made = new Map<string, HTMLCanvasElement>()
  #order: Uint32Array = new Uint32Array(0)
  #highlight: MapHighlight = NOTHING
  #rings: readonly RingedClasses[] = []
  #ground: MapGround | null = null
  #lasso: readonly Place[] = []
  #trails: MapTrails | null = null
  #arrows: MapArrows | null = null
  #camera: Camera = HOME
  #box = { width: 0, height: 0 }
  #ratio = 1
  #fitFrom: Fit = { x: 0, y: 0, scale: 1 }
  #fitTo: Fit = { x: 0, y: 0, scale: 1 }
  #fit: Fit = this.#fitTo
  #labelsFrom: ReadonlyMap<number, LabelPlace> = new Map()
  #labelsTo: readonly LabelPlace[] = []
  #request = 0
  #moving = false

  constructor(canvas: HTMLCanvasElement) {
    const context = canvas.getContext('2d')
    if (!context) throw new Error('This canvas has no 2D context.')
    this.#canvas = canvas
    this.#context = context
    this.#stopWatching = watchTheme(() => {
      this.#theme = readMapTheme()
      this.#made.clear()
      this.#replan()
    })
  }

  dispose(): void {
    cancelAnimationFrame(this.#request)
    this.#stopWatching()
  }

  /** Size in CSS px; the backing store follows the device's pixel ratio. */
  resize(width: number, height: number): void {
    const ratio = window.devicePixelRatio || 1
    const sharper = ratio !== this.#ratio
    this.#ratio = ratio
    this.#box = { width, height }
    this.#canvas.width = Math.round(width * ratio)
    this.#canvas.height = Math.round(height * ratio)
    if (this.#frame) this.#fitFrom = this.#fitTo = this.#fit = this.#fitOf(this.#frame)
    if (sharper) {
      this.#made.clear()
      this.#replan()
    }
    // Setting a canvas's size clears it: paint now, not one frame later.
    this.#paint(performance.now())
  }

  setPoints(points: MapPoints): void {
    if (points === this.#points) return
    this.#points = points
    this.#order = drawOrder(points.domain.length, DRAW_SEED)
    if (this.#frame && this.#frame.prediction.length !== points.domain.length) this.#frame = null
    this.#replan()
  }

  /** A frame to move to; with reduced motion, or `jump`, it replaces the one before. */
  setFrame(frame: MapFrame, { jump }: { readonly jump: boolean }): void {
    if (frame === this.#frame || !this.#points || frame.prediction.length !== this.#points.domain.length) return
    const first = this.#frame === null
    this.#frame = frame
    this.#tween.aim(frame.positions, performance.now(), { jump: jump || first || reducedMotion() })
    this.#fitFrom = this.#fit
    this.#fitTo = this.#fitOf(frame)
    this.#labelsFrom = new Map(this.#labelsTo.map((label) => [label.classId, label]))
    this.#labelsTo = classMiddles(this.#points, frame)
    this.#moving = true
    this.#replan()
  }

  setLook(look: MapLook): void {
    if (look === this.#look) return
    this.#look = look
    this.#replan()
  }

  setHighlight(highlight: MapHighlight): void {
    this.#highlight = highlight
    this.#schedule()
  }

  setRings(rings: readonly RingedClasses[]): void {
    this.#rings = rings
    this.#schedule()
  }

  setGround(ground: MapGround | null): void {
    this.#ground = ground
    this.#schedule()
  }

  /** Outline being drawn around points, CSS px; empty when there is none. */
  setLasso(outline: readonly Place[]): void {
    this.#lasso = outline
    this.#schedule()
  }

  /** Indices of the shown points within an outline in CSS px. */
  within(outline: readonly Place[]): number[] {
    const polygon = outline.map(({ x, y }): [number, number] => [x, y])
    const { current } = this.#tween
    const found: number[] = []
    for (let point = 0; point < current.length / 2; point++) {
      const { x, y } = this.placeOf(point)
      if (this.#isShown(point) && polygonContains(polygon, [x, y])) found.push(point)
    }
    return found
  }

  setTrails(trails: MapTrails | null): void {
    if (trails === this.#trails) return
    this.#trails = trails
    this.#schedule()
  }

  setArrows(arrows: MapArrows | null): void {
    this.#arrows = arrows
    this.#schedule()
  }

  setCamera(camera: Camera): void {
    this.#camera = camera
    this.#schedule()
  }

  /** Index of the shown point under a place in CSS px, or -1. */
  pick(x: number, y: number): number {
    return pickPoint(this.#tween.current, this.#projection(), { x, y }, { reach: REACH, isShown: this.#isShown })
  }

  /** The next shown point from `point` in a direction; from -1 the one nearest to the middle. */
  towards(point: number, direction: { readonly x: number; readonly y: number }): number {
    if (point >= 0) return pointTowards(this.#tween.current, point, direction, this.#isShown)
    const { width, height } = this.#box
    return pickPoint(
      this.#tween.current,
      this.#projection(),
      { x: width / 2, y: height / 2 },
      { reach: width + height, isShown: this.#isShown },
    )
  }

  /** Where a point is now, CSS px within the canvas. */
  placeOf(point: number): Place {
    const project = this.#projection()
    const { current } = this.#tween
    return {
      x: (current[2 * point] as number) * project.scale + project.x,
      y: (current[2 * point + 1] as number) * project.scale + project.y,
    }
  }

  /** Everything a picture file needs, at this moment. */
  snapshot(): MapSnapshot | null {
    if (!this.#points || !this.#frame || !this.#plan) return null
    return {
      points: this.#points,
      frame: this.#frame,
      plan: this.#plan,
      order: this.#order,
      positions: this.#tween.current,
      project: this.#projection(),
      labels: this.#labels(1),
      box: this.#box,
      theme: this.#theme,
      ground: this.#ground,
      arrows: this.#arrows,
    }
  }

  readonly #isShown = (point: number): boolean => this.#plan?.shown[point] === 1

  #fitOf({ positions }: MapFrame): Fit {
    const fixed = this.#points?.fixedPoints
    return fitPositions(fixed === undefined ? positions : positions.subarray(0, 2 * fixed), this.#box, PADDING)
  }

  #paintTrails(project: Fit): void {
    const [points, frame, look, trails] = [this.#points, this.#frame, this.#look, this.#trails]
    if (!points || !frame || !look || !trails) return
    this.#context.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0)
    const classOf = (point: number): number => shownClass(points, frame, point, look.colourBy)
    drawTrails(this.#context, { points, trails, classOf, current: this.#tween.current, project, theme: this.#theme })
    this.#context.setTransform(1, 0, 0, 1, 0, 0)
  }

  #paintArrows(project: Fit): void {
    const [points, arrows] = [this.#points, this.#arrows]
    if (!points || arrows?.length !== 2 * points.domain.length) return
    const { domain } = points
    drawArrows(this.#context, { arrows, domain, current: this.#tween.current, isShown: this.#isShown, project, theme: this.#theme })
  }

  #projection(): Fit {
    return projection(this.#fit, this.#camera, this.#box)
  }

  #replan(): void {
    if (this.#points && this.#frame && this.#look) {
      this.#plan = planMarks(this.#points, this.#frame, this.#look, this.#theme)
      this.#stamps = this.#plan.marks.map((mark) => this.#stampOf(mark))
    } else {
      this.#plan = null
    }
    this.#schedule()
  }

  #stampOf(mark: Mark): HTMLCanvasElement {
    const key = markKey(mark)
    let stamp = this.#made.get(key)
    if (!stamp) {
      stamp = makeStamp(mark, this.#ratio, this.#theme.font)
      this.#made.set(key, stamp)
    }
    return stamp
  }

  #schedule(): void {
    if (this.#request) return
    this.#request = requestAnimationFrame((now) => {
      this.#request = 0
      this.#paint(now)
      if (this.#moving) this.#schedule()
    })
  }

  #paint(now: number): void {
    const context = this.#context
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height)
    if (!this.#points || !this.#frame || !this.#plan) {
      this.#moving = false
      return
    }
    const t = this.#moving ? this.#tween.advance(now) : 1
    this.#moving = t < 1
    this.#fit = mixFits(this.#fitFrom, this.#fitTo, t)
    const project = this.#projection()
    if (this.#ground) {
      context.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0)
      drawGround(context, this.#ground, { points: this.#points, project, theme: this.#theme })
      context.setTransform(1, 0, 0, 1, 0, 0)
    }
    this.#paintTrails(project)
    this.#stampPoints(project)
    context.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0)
    this.#paintArrows(project)
    drawRings(context, this.#rings, { points: this.#points, positions: this.#tween.current, project, theme: this.#theme })
    drawSelection(context, this.#highlight, (point) => this.placeOf(point), this.#theme)
    drawClassNames(context, this.#labels(t), this.#points, project, this.#theme)
    drawLasso(context, this.#lasso, this.#theme)
  }

  /** Points that are filtered out go first, as a faint ground. Many points are painted by hand, unless something lies under them. */
  #stampPoints({ scale, x, y }: Fit): void {
    const { byPoint, shown } = this.#plan as MarkPlan
    if (byPoint.length > RASTER_ABOVE && !this.#ground && !this.#trails) {
      const marks = { stamps: this.#stamps, byPoint, shown, order: this.#order, positions: this.#tween.current }
      const fit = { scale: scale * this.#ratio, x: x * this.#ratio, y: y * this.#ratio }
      this.#raster.paint(this.#context, marks, fit, this.#theme.surface)
      return
    }
    const { current } = this.#tween
    const stamps = this.#stamps
    const { width, height } = this.#canvas
    const ratio = this.#ratio
    for (const pass of [0, 1]) {
      for (const point of this.#order) {
        if (shown[point] !== pass) continue
        const stamp = stamps[byPoint[point] as number] as HTMLCanvasElement
        const left = ((current[2 * point] as number) * scale + x) * ratio - stamp.width / 2
        const top = ((current[2 * point + 1] as number) * scale + y) * ratio - stamp.height / 2
        if (left > -stamp.width && top > -stamp.height && left < width && top < height) this.#context.drawImage(stamp, left, top)
      }
    }
  }

  #labels(t: number): LabelPlace[] {
    return this.#labelsTo.map((to) => {
      const from = this.#labelsFrom.get(to.classId) ?? to
      return { classId: to.classId, x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * t }
    })
  }
}

export interface MapSnapshot {
  readonly points: MapPoints
  readonly frame: MapFrame
  readonly plan: MarkPlan
  readonly order: Uint32Array
  readonly positions: Float32Array
  readonly project: Fit
  readonly labels: readonly LabelPlace[]
  readonly box: { readonly width: number; readonly height: number }
  readonly theme: MapTheme
  readonly ground?: MapGround | null
  readonly arrows?: MapArrows | null
}
