/** Image shifts as both sides of the boundary see them: what there is, and a stack of them with how strong each one is. */
import { z } from 'zod'
import { RegistryId } from './ids'

/** Severity is continuous from 0, which changes nothing, to 5; the whole numbers are the five levels a shift defines. */
export const maxSeverity = 5
export const Severity = z.number().min(0).max(maxSeverity)

export const ShiftSpec = z.strictObject({ kind: RegistryId, severity: Severity })
export type ShiftSpec = z.infer<typeof ShiftSpec>

/** Shifts in the order they are applied. */
export const ShiftStack = z.array(ShiftSpec).max(12)
export type ShiftStack = z.infer<typeof ShiftStack>

/** A stack as the command line takes it: "rotation:3,gaussian-noise:1.5". */
export function writeShifts(stack: ShiftStack): string {
  return stack.map(({ kind, severity }) => `${kind}:${Number(severity.toFixed(2))}`).join(',')
}

export const ShiftFamily = z.enum(['geometry', 'noise', 'blur', 'colour', 'scene', 'digital'])
export type ShiftFamily = z.infer<typeof ShiftFamily>

/** What the registry says about a shift: enough for a slider, a help page and `lab shifts`. */
export const ShiftInfo = z.object({
  id: RegistryId,
  label: z.string(),
  family: ShiftFamily,
  summary: z.string(),
  /** The shift's own measure of strength, such as "° clockwise", and how many decimals of it make sense. */
  unit: z.string(),
  decimals: z.number().int().nonnegative(),
  /** Strength at the severities 0 to 5, in `unit`; straight lines between them. */
  amounts: z.array(z.number()).length(maxSeverity + 1),
  /** Where the five levels come from: `imagenet-c` are the constants of Hendrycks & Dietterich 2019. */
  levels: z.enum(['imagenet-c', 'own']),
  /** Whether the seed matters. */
  random: z.boolean(),
})
export type ShiftInfo = z.infer<typeof ShiftInfo>

/** A stack with a name, to begin from. */
export const ShiftPreset = z.object({ id: RegistryId, label: z.string(), summary: z.string(), shifts: ShiftStack })
export type ShiftPreset = z.infer<typeof ShiftPreset>

/** Strength at a severity in [0,5], in the shift's own unit. */
export function amountAt({ amounts }: Pick<ShiftInfo, 'amounts'>, severity: number): number {
  const level = Math.min(maxSeverity - 1, Math.floor(severity))
  return amounts[level] + (severity - level) * (amounts[level + 1] - amounts[level])
}
