/** The keys of the Alignment screen; the map itself answers the same camera keys while it has the focus. */
import type { ColourBy } from '../../charts/map/map-data'
import type { ScatterMapHandle } from '../../charts/map/scatter-map'
import { type Command, useScreenCommands } from '../../stores/commands'

export interface MapActions {
  readonly play: () => void
  /** Moves by this many checkpoints. */
  readonly step: (by: number) => void
  readonly colourBy: (mode: ColourBy) => void
  readonly toggleGlyphs: () => void
  readonly lasso: () => void
  /** Holds or releases the map; null while nothing trains. */
  readonly hold: (() => void) | null
  readonly toggleRegions: () => void
  readonly map: ScatterMapHandle | null
  readonly exportView: () => void
  /** Lets the selected point go; null when there is none. */
  readonly letGo: (() => void) | null
  /** Why there is nothing to act on. */
  readonly blocked: string | null
}

export function useMapCommands({
  play,
  step,
  colourBy,
  toggleGlyphs,
  lasso,
  hold,
  toggleRegions,
  map,
  exportView,
  letGo,
  blocked,
}: MapActions): void {
  const action = (id: string, label: string, keys: string, run: () => void): Command => ({
    id: `map-${id}`,
    label,
    group: 'Actions',
    keys,
    blocked,
    run,
  })
  useScreenCommands('alignment', [
    action('play', 'Play or pause the timeline', 'Space', play),
    action('back', 'One checkpoint back', '←', () => step(-1)),
    action('on', 'One checkpoint on', '→', () => step(1)),
    action('back-ten', 'Ten checkpoints back', 'Shift ←', () => step(-10)),
    action('on-ten', 'Ten checkpoints on', 'Shift →', () => step(10)),
    action('class', 'Colour by class', 'C', () => colourBy('class')),
    action('domain', 'Colour by domain', 'D', () => colourBy('domain')),
    action('prediction', 'Colour by prediction, errors crossed', 'E', () => colourBy('prediction')),
    action('error', 'Colour by error', '', () => colourBy('error')),
    action('confidence', 'Colour by confidence', '', () => colourBy('confidence')),
    action('entropy', 'Colour by entropy', '', () => colourBy('entropy')),
    action('lasso', 'Lasso: draw around points', 'L', lasso),
    action('regions', 'Regions by the nearest points', 'B', toggleRegions),
    action('glyphs', 'Letters as marks', 'G', toggleGlyphs),
    { ...action('hold', 'Hold or release the map of the training', 'H', () => hold?.()), blocked: hold ? null : 'Nothing trains here' },
    action('fit', 'Fit the map', 'F', () => map?.fit()),
    action('in', 'Zoom in', '+ / =', () => map?.zoomBy(1.4)),
    action('out', 'Zoom out', '-', () => map?.zoomBy(1 / 1.4)),
    action('export', 'Export the view', 'Ctrl Enter', exportView),
    { ...action('let-go', 'Let the selected point go', 'Esc', () => letGo?.()), blocked: letGo ? null : 'No point is selected' },
  ])
}
