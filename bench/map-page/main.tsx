/** Mounts the map with 20,000 synthetic points and lets a bench move, zoom and recolour it. */
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import '@shared/design/tokens.css'
import type { ColourBy, MapFrame, MapPoints } from '../../src-renderer/charts/map/map-data'
import { showAll } from '../../src-renderer/charts/map/map-filter'
import { createCamera, ScatterMap } from '../../src-renderer/charts/map/scatter-map'

const COUNT = 20_000
const CLASSES = 10
const GOLDEN = 2.399963

const points: MapPoints = {
  domain: Uint8Array.from({ length: COUNT }, (_, i) => i % 2),
  sourceClass: Int32Array.from({ length: COUNT }, (_, i) => (i % 2 === 0 ? (i >> 1) % CLASSES : -1)),
  classNames: Array.from({ length: CLASSES }, (_, id) => String(id)),
}
/** Ten discs in a ring, each filled evenly, as settled maps of ten classes look. */
const positions = Float32Array.from({ length: 2 * COUNT }, (_, at) => {
  const i = at >> 1
  const turn = at % 2 === 0 ? Math.cos : Math.sin
  return 40 * turn(((i >> 1) % CLASSES) * ((2 * Math.PI) / CLASSES)) + 10 * Math.sqrt(i / COUNT) * turn(GOLDEN * i)
})
const frame: MapFrame = {
  positions,
  prediction: Int32Array.from({ length: COUNT }, (_, i) => (i >> 1) % CLASSES),
  confidence: Float32Array.from({ length: COUNT }, (_, i) => 0.5 + 0.5 * ((i % 97) / 97)),
  entropy: Float32Array.from({ length: COUNT }, (_, i) => (i % 89) / 89),
}
const filter = showAll(CLASSES)
const looks = (['class', 'domain', 'prediction', 'error', 'confidence', 'entropy'] satisfies ColourBy[]).map((colourBy) => ({
  colourBy,
  glyphs: false,
  filter,
}))
const camera = createCamera()
const root = createRoot(document.getElementById('root') as HTMLElement)
const show = (turn: number): void =>
  flushSync(() =>
    root.render(<ScatterMap label="20,000 points" points={points} frame={frame} look={looks[turn % looks.length]!} camera={camera} />),
  )

/** One change of each kind; `turn` counts the frames. */
const changes = {
  pan: (turn: number) => camera.setState({ k: 1, x: 200 * Math.sin(turn / 20), y: 120 * Math.cos(turn / 20) }),
  zoom: (turn: number) => camera.setState({ k: 2 + Math.sin(turn / 15), x: -400, y: -300 }),
  recolour: show,
}

/** Frames per second while every frame brings one more change, over `seconds`. */
async function framesPerSecond(change: keyof typeof changes, seconds: number): Promise<number> {
  show(0)
  await new Promise(requestAnimationFrame)
  const began = performance.now()
  let frames = 0
  while (performance.now() - began < 1000 * seconds) {
    changes[change](frames++)
    await new Promise(requestAnimationFrame)
  }
  return (1000 * frames) / (performance.now() - began)
}

show(0)
Object.assign(window, { framesPerSecond })
