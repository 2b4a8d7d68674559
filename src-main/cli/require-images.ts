/** Refuses a folder without a single image, so that no figure is printed of nothing. */
import { AppError } from '@shared/contract/failure'
import type { ImportedDomain } from '../engine/data/imported-domain'

/** Files that are named in full; the rest is counted. */
const shown = 20

/** Throws `invalid-input` where nothing is named like an image, `internal` with the files and why where none of the images could be read. */
export function requireImages(
  { summary: { images, unreadable }, skipped }: ImportedDomain,
  { folder, field }: { readonly folder: string; readonly field: string },
): void {
  if (images > 0) return
  if (unreadable.length === 0) {
    const others = skipped === 0 ? '' : ` Of its files, ${skipped} ${skipped === 1 ? 'is' : 'are'} not named like an image, or not listed.`
    throw new AppError(
      'invalid-input',
      `The folder ${folder} has no images.${others}`,
      'Give a folder with PNG, JPEG, BMP, GIF or WebP images.',
      field,
    )
  }
  const lines = unreadable.slice(0, shown).map(({ file, reason }) => `  ${JSON.stringify(file).slice(1, -1)}: ${reason}`)
  const rest = unreadable.length > shown ? [`  and ${unreadable.length - shown} more`] : []
  throw new AppError(
    'internal',
    [`None of the images of ${folder} could be read:`, ...lines, ...rest, ''].join('\n'),
    'Mend or replace these files, or give another folder.',
    field,
  )
}
