/** Whether the classes of a source have about equally many images. */
import { type FindingFamily, fine, images, openClasses } from '../finding'

/** Largest class over smallest from which on classes count as unbalanced. */
const limit = 1.5

export const classBalance: FindingFamily = ({ source }) => {
  const open = openClasses(source)
  const counts = source.domain.summary.classCounts
  if (open === null || counts === null || counts.length < 2) return []
  const [most, least] = [Math.max(...counts), Math.min(...counts)]
  const [largest, smallest] = [open.names[counts.indexOf(most)], open.names[counts.indexOf(least)]]
  const ratio = least === 0 ? Number.POSITIVE_INFINITY : most / least
  const times = least === 0 ? 'is without end' : ratio.toFixed(2)
  const message =
    most === least
      ? `Every class has ${images(most)}.`
      : `'${largest}' has ${images(most)}, '${smallest}' ${least.toLocaleString('en-US')}: largest ÷ smallest ${times}.`
  if (ratio <= limit) return [fine({ code: 'class-balance', role: 'source', title: 'Classes balanced', message })]
  return [
    {
      code: 'class-balance',
      severity: 'look',
      role: 'source',
      title: 'Class counts differ',
      message,
      why: 'The network will favour the large classes; where the target has them in other parts, that costs accuracy.',
      fix: null,
      gallery: [],
    },
  ]
}
