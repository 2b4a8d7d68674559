/** How a pair's images are divided into training, validation and test, and which target class is which source class. */
import { z } from 'zod'

export const Side = z.enum(['train', 'validation', 'test'])
export type Side = z.infer<typeof Side>

export const SplitSettings = z.strictObject({
  /** Part of each domain held out of training beside the test images; nothing by default. */
  validationFraction: z.number().min(0).max(0.4).default(0),
  /**
   * What marks images that belong together (one patient, one scene) and must be on one side: the folder below the class folder,
   * or a file's name up to its last number.
   */
  groupBy: z.enum(['none', 'subfolder', 'name']).default('none'),
})
export type SplitSettings = z.infer<typeof SplitSettings>

export const plainSplit: SplitSettings = SplitSettings.parse({})

/** Target class → source class; null: a class the source does not have. Classes that are not listed keep their name. */
export const ClassMap = z.record(z.string(), z.string().nullable())
export type ClassMap = z.infer<typeof ClassMap>

/** The source's name for a class of the target; null where the source has none. */
export function sourceClassOf(name: string, sourceNames: readonly string[], classMap: ClassMap): string | null {
  const mapped = Object.hasOwn(classMap, name) ? classMap[name] : name
  return mapped !== null && sourceNames.includes(mapped) ? mapped : null
}
