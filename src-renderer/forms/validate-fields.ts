/** Says in words, by field, what is wrong with the values of a form. */
import { type FormField, type JsonSchema, type NumberField, type ParamValue, readFields } from './read-fields'

export type ParamValues = Readonly<Record<string, ParamValue>>

/** Messages by field name; no key where nothing is wrong. Absent values stand for their default and are fine. */
export function validateValues(schema: JsonSchema, values: ParamValues): Readonly<Record<string, string>> {
  const messages: Record<string, string> = {}
  for (const field of readFields(schema)) {
    const value = values[field.name]
    const message = value === undefined ? null : validateField(field, value)
    if (message) messages[field.name] = message
  }
  return messages
}

/** One sentence, or null when the value is fine. */
export function validateField(field: FormField, value: ParamValue): string | null {
  switch (field.kind) {
    case 'number':
      return validateNumber(field, value)
    case 'choice':
      return field.options.includes(String(value))
        ? null
        : `Choose one of ${field.options.map((option) => field.labels[option]).join(', ')}.`
    case 'switch':
      return typeof value === 'boolean' ? null : 'Switch this on or off.'
    case 'text':
      return typeof value === 'string' ? null : 'Enter text.'
  }
}

function validateNumber(field: NumberField, value: ParamValue): string | null {
  if (typeof value !== 'number' || !Number.isFinite(value)) return `Enter a number${range(field)}.`
  if (field.integer && !Number.isInteger(value)) return `Enter a whole number${range(field)}.`
  const low = field.min !== null && (field.minExclusive ? value <= field.min : value < field.min)
  const high = field.max !== null && (field.maxExclusive ? value >= field.max : value > field.max)
  return low || high ? `Enter a value${range(field)}.` : null
}

/** " from 0 to 10", " above 0", … with a leading space; empty without bounds. */
export function range(field: NumberField): string {
  const { min, max } = field
  if (min !== null && max !== null && !field.minExclusive && !field.maxExclusive) return ` from ${min} to ${max}`
  const low = min === null ? '' : field.minExclusive ? ` above ${min}` : ` of at least ${min}`
  const high = max === null ? '' : field.maxExclusive ? ` below ${max}` : ` of at most ${max}`
  return low && high ? `${low} and${high}` : low || high
}
