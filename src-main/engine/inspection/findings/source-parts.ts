/** Whether the sources of a joined domain hold the same classes, and how they differ to the eye. */
import { type FindingFamily, fine, type InspectedDomain, images, openClasses } from '../finding'

/** Mean brightness in [0,1] that sources may lie apart before it is worth a look. */
const brightnessApart = 0.25

export const sourceParts: FindingFamily = ({ source }) => {
  const { parts } = source.domain.summary
  if (parts.length < 2) return []
  const looked = parts.map(({ name }, part) => lookAt(source, { name, part }))
  const message = `${looked.map(({ text }) => text).join('; ')}.`
  const lacking = looked.filter(({ lacks }) => lacks.length > 0)
  const brightness = looked.flatMap(({ meanBrightness }) => meanBrightness ?? [])
  const apart = Math.max(...brightness) - Math.min(...brightness) > brightnessApart
  if (lacking.length === 0 && !apart)
    return [fine({ code: 'source-parts', role: 'source', title: 'Sources hold the same classes', message })]
  return [
    {
      code: 'source-parts',
      severity: 'look',
      role: 'source',
      title: lacking.length > 0 ? 'Sources hold different classes' : 'Sources differ in brightness',
      message,
      why:
        lacking.length > 0
          ? 'A class that only some sources show is learnt together with the look of those.'
          : 'Generalization learns from what sources share; one that stands apart in brightness may be told from the others by that alone.',
      fix: null,
      gallery: looked.flatMap(({ name, first }) =>
        first < 0 ? [] : [{ images: [{ role: 'source' as const, index: first }], note: name }],
      ),
    },
  ]
}

interface LookedPart {
  readonly name: string
  readonly text: string
  /** Its first image, or -1. */
  readonly first: number
  readonly meanBrightness: number | null
  /** Names of classes that other sources have. */
  readonly lacks: readonly string[]
}

function lookAt(side: InspectedDomain, { name, part }: { readonly name: string; readonly part: number }): LookedPart {
  const { domain, figures } = side
  const own = domain.marks.flatMap((mark, index) => (mark.part === part ? [index] : []))
  if (own.length === 0) return { name, text: `${name}: no image`, first: -1, meanBrightness: null, lacks: [] }
  const mean = (values: Float32Array): number => own.reduce((sum, index) => sum + values[index], 0) / own.length
  const open = openClasses(side)
  const held = new Set(own.map((index) => open?.classIds[index]))
  const lacks = (open?.names ?? []).filter((_, id) => !held.has(id))
  const [meanBrightness, contrast] = [mean(figures.brightness), mean(figures.contrast)]
  const without = lacks.length === 0 ? '' : `, none of ${lacks.map((one) => `'${one}'`).join(', ')}`
  const text = `${name}: ${images(own.length)}${without}, brightness ${meanBrightness.toFixed(2)}, contrast ${contrast.toFixed(2)}`
  return { name, text, first: own[0], meanBrightness, lacks }
}
