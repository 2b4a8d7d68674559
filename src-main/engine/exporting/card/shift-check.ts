/** How a model bears changes it was not trained for: source test images, whose labels are open, under a few shifts. */
import { amountAt } from '@shared/domain/shift'
import { memoryPixels } from '../../data/pixel-rows'
import type { Images, LabelledImages } from '../../data/types'
import { accuracyPct } from '../../evaluation/accuracy'
import { createShifter } from '../../shift/apply-shifts'
import { findShift } from '../../shift/registry'
import { argMaxRows } from '../../training/predict'

/** One of each family that photographs and scans meet. */
const checked = ['rotation', 'gaussian-noise', 'defocus-blur', 'contrast', 'brightness'] as const
const severities = [1, 3, 5] as const
const mostImages = 200

export interface ShiftFigures {
  readonly kind: string
  readonly label: string
  readonly unit: string
  /** By rising severity; amounts in the shift's unit. */
  readonly levels: readonly { readonly severity: number; readonly amount: number; readonly accuracyPct: number }[]
}

/** `logits` of images as the exported model sees them, [N,K] row-major. */
export async function checkShifts(
  images: LabelledImages,
  classes: number,
  logits: (images: Images) => Promise<Float32Array>,
): Promise<ShiftFigures[]> {
  const count = Math.min(mostImages, images.count)
  const rows = Int32Array.from({ length: count }, (_, at) => Math.floor(((at + 0.5) * images.count) / count))
  const { size } = images
  const shifter = createShifter({ width: size, height: size, pixels: images.pixels.read(rows), keys: [...rows].map(String) }, 0)
  const labels = rows.map((row) => images.labels[row])
  const accuracyUnder = async (kind: string, severity: number): Promise<number> => {
    const pixels = memoryPixels(shifter.apply([{ kind, severity }]), size * size * 3)
    return accuracyPct(argMaxRows(await logits({ count, size, pixels, domainIndex: rows }), classes), labels)
  }
  const figures: ShiftFigures[] = []
  for (const kind of checked) {
    const shift = findShift(kind)
    const levels = []
    for (const severity of severities) {
      levels.push({ severity, amount: amountAt(shift, severity), accuracyPct: await accuracyUnder(kind, severity) })
    }
    figures.push({ kind, label: shift.label, unit: shift.unit, levels })
  }
  return figures
}
