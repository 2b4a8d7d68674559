/** A change of the run form, offered as a remedy: it is looked at before anything is started. Fields that are absent stay. */
import { z } from 'zod'

const fields = {
  methods: z.array(z.string()),
  backbone: z.string(),
  epochs: z.number().int(),
  batch: z.number().int(),
  seeds: z.array(z.number().int()),
  /** Added to the settings that are there. */
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
}

export const RunChange = z.strictObject(fields).partial()
export type RunChange = z.infer<typeof RunChange>
