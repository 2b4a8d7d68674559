/** Which cells of domain × class are shown; the rest stays as a faint ground. */

/** Hidden cells as `domain * classes + class`. Nothing hidden is the empty set. */
export interface MapFilter {
  readonly classes: number
  readonly hidden: ReadonlySet<number>
}

export const showAll = (classes: number): MapFilter => ({ classes, hidden: new Set() })

export const isShown = (filter: MapFilter, domain: number, classId: number): boolean =>
  !filter.hidden.has(domain * filter.classes + classId)

/** Shows only cells that pass; when exactly those are shown already, shows all again. */
function isolate(filter: MapFilter, passes: (domain: number, classId: number) => boolean): MapFilter {
  const hidden = new Set<number>()
  for (const domain of [0, 1]) {
    for (let id = 0; id < filter.classes; id++) if (!passes(domain, id)) hidden.add(domain * filter.classes + id)
  }
  const same = hidden.size === filter.hidden.size && [...hidden].every((cell) => filter.hidden.has(cell))
  return same ? showAll(filter.classes) : { ...filter, hidden }
}

/** Hides all but these classes, in both domains. */
export function showOnly(classes: number, shown: readonly number[]): MapFilter {
  const hidden = new Set<number>()
  for (const domain of [0, 1]) for (let id = 0; id < classes; id++) if (!shown.includes(id)) hidden.add(domain * classes + id)
  return { classes, hidden }
}

export const isolateClass = (filter: MapFilter, classId: number): MapFilter => isolate(filter, (_, id) => id === classId)

export const isolateDomain = (filter: MapFilter, domain: number): MapFilter => isolate(filter, (own) => own === domain)

export function toggleCell(filter: MapFilter, domain: number, classId: number): MapFilter {
  const cell = domain * filter.classes + classId
  const hidden = new Set(filter.hidden)
  if (!hidden.delete(cell)) hidden.add(cell)
  return { ...filter, hidden }
}
