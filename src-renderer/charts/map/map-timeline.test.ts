import { describe, expect, test } from 'vitest'
import { showAll } from './map-filter'
import { mapHtml } from './map-html'
import type { MapTheme } from './map-theme'
import { type MapTimeline, timelinePictures } from './map-timeline'

const theme = {
  surface: 'white',
  ink: 'black',
  muted: 'grey',
  faint: 'silver',
  bad: 'red',
  accent: 'blue',
  sealed: 'violet',
  shades: [],
  domain: ['slate', 'magenta'],
  classes: [['red', 'pink']],
  font: 'sans-serif',
  markRadius: 2.6,
  markStroke: 1.3,
  scale: 1,
} satisfies MapTheme
const frame = (epoch: number, positions: number[]) => ({
  epoch,
  positions: Float32Array.from(positions),
  prediction: Int32Array.of(0, 0),
  confidence: Float32Array.of(1, 1),
})
const timeline: MapTimeline = {
  points: { domain: Uint8Array.of(0, 1), sourceClass: Int32Array.of(0, -1), classNames: ['</script><b>'] },
  frames: [frame(0, [0, 0, 10, 0]), frame(2, [4, 0, 10, 8])],
  look: { colourBy: 'class', filter: showAll(1), glyphs: false },
  epochs: 2,
}

describe('map timeline', () => {
  test('points go evenly from one checkpoint to the next under one fit', () => {
    const pictures = [...timelinePictures(timeline, { box: { width: 100, height: 100 }, theme, between: 3 })]
    expect(pictures.map(({ epoch }) => epoch)).toEqual([0, 0.5, 1, 1.5, 2])
    expect(pictures.map(({ snapshot }) => [...snapshot.positions.subarray(0, 1)])).toEqual([[0], [1], [2], [3], [4]])
    expect(new Set(pictures.map(({ snapshot }) => JSON.stringify(snapshot.project))).size).toBe(1)
  })

  test('settled frames stay longer than what passes between them', () => {
    const delays = [...timelinePictures(timeline, { box: { width: 100, height: 100 }, theme, between: 1 })].map(({ delayMs }) => delayMs)
    expect(delays[1]).toBeLessThan(delays[0] as number)
    expect(delays[2]).toBeGreaterThan(delays[0] as number)
  })

  test('the page asks for nothing, and a class name cannot end its script', () => {
    const page = mapHtml(timeline, theme, { title: 'a <map>', note: '"note"' })
    expect(page).toContain("default-src 'none'")
    expect(page).not.toMatch(/https?:|src=/)
    expect(page.match(/<\/script>/g)).toHaveLength(1)
    expect(page).toContain('a &#60;map&#62;')
    expect(() => new Function(page.slice(page.indexOf('<script>') + 8, page.indexOf('</script>')))).not.toThrow()
  })
})
