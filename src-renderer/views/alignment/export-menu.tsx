/** The primary action of the screen: the map in view as PNG, SVG or CSV, and its way through training as GIF or HTML. */
import { attempt } from '../../app/attempt'
import { mapCsv, mapPng, mapSvg } from '../../charts/map/map-files'
import { mapGif } from '../../charts/map/map-gif'
import { mapHtml } from '../../charts/map/map-html'
import type { MapSnapshot } from '../../charts/map/map-renderer'
import { readMapTheme } from '../../charts/map/map-theme'
import type { MapTimeline } from '../../charts/map/map-timeline'
import { MenuList } from '../../charts/menu-list'
import { fileSlug, saveFile } from '../../charts/save-picture'
import { Button } from '../../ui/button'
import styles from './export-menu.module.css'

export interface ExportMenuProps {
  /** Names the files. */
  readonly title: string
  /** The map as it is now; null while there is none. */
  readonly snapshot: () => MapSnapshot | null
  /** All settled frames; null while there is no map. */
  readonly timeline: () => Promise<MapTimeline> | null
  /** What the HTML page says under the picture. */
  readonly note: string
  /** [N] index of each point's image within its domain. */
  readonly imageIndex: Int32Array | null
  readonly blocked: string | null
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

export function ExportMenu({ title, snapshot, timeline, note, imageIndex, blocked, open, onOpenChange }: ExportMenuProps) {
  const withMap = (save: (map: MapSnapshot, name: string) => Promise<void> | void): void => {
    const map = snapshot()
    if (map) attempt(async () => save(map, fileSlug(title)))
  }
  const withTimeline = (save: (way: MapTimeline, name: string) => Promise<void> | void): void => {
    const reading = timeline()
    if (reading) attempt(async () => save(await reading, fileSlug(title)))
  }
  const items = [
    { label: 'Picture, PNG', run: () => withMap(async (map, name) => saveFile(`${name}.png`, await mapPng(map), 'image/png')) },
    { label: 'Drawing, SVG', run: () => withMap((map, name) => saveFile(`${name}.svg`, mapSvg(map), 'image/svg+xml')) },
    {
      label: 'Points, CSV',
      run: () => withMap((map, name) => saveFile(`${name}.csv`, mapCsv(map, imageIndex ?? new Int32Array(0)), 'text/csv')),
    },
    {
      label: 'Training as a film, GIF',
      run: () => withTimeline(async (way, name) => saveFile(`${name}-timeline.gif`, await mapGif(way, readMapTheme()), 'image/gif')),
    },
    {
      label: 'Page that opens offline, HTML',
      run: () => withTimeline((way, name) => saveFile(`${name}.html`, mapHtml(way, readMapTheme(), { title, note }), 'text/html')),
    },
  ]
  return (
    <div className={styles.box}>
      <Button variant="primary" blocked={blocked} aria-haspopup="menu" aria-expanded={open} onClick={() => onOpenChange(!open)}>
        Export view
      </Button>
      {open && <MenuList label="Export view" items={items} onClose={() => onOpenChange(false)} />}
    </div>
  )
}
