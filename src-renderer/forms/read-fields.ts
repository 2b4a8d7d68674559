/** Reads a parameter object's JSON Schema into the flat fields a form can draw. */

export type ParamValue = string | number | boolean
export type JsonSchema = Readonly<Record<string, unknown>>

interface FieldBase {
  readonly name: string
  readonly title: string
  readonly description: string
  /** Heading under which the form folds it away; null for fields that stay in sight. */
  readonly group: string | null
}

export interface NumberField extends FieldBase {
  readonly kind: 'number'
  readonly integer: boolean
  readonly unit: string
  readonly min: number | null
  readonly max: number | null
  /** True where the bound itself is not allowed. */
  readonly minExclusive: boolean
  readonly maxExclusive: boolean
  readonly step: number | null
  /** `log`: the value is judged by its order of magnitude. */
  readonly scale: 'linear' | 'log'
  readonly default: number | null
}
export interface ChoiceField extends FieldBase {
  readonly kind: 'choice'
  readonly options: readonly string[]
  /** What each option is called on screen. */
  readonly labels: Readonly<Record<string, string>>
  readonly default: string | null
}
export interface SwitchField extends FieldBase {
  readonly kind: 'switch'
  readonly default: boolean | null
}
export interface TextField extends FieldBase {
  readonly kind: 'text'
  readonly default: string | null
}
export type FormField = NumberField | ChoiceField | SwitchField | TextField

/** Fields of `schema.properties` in their order. Properties that are no scalar are left out: `--set` cannot reach them either. */
export function readFields(schema: JsonSchema): readonly FormField[] {
  return Object.entries(asRecord(schema.properties)).flatMap(([name, raw]) => {
    const field = readField(name, asRecord(raw))
    return field ? [field] : []
  })
}

function readField(name: string, property: JsonSchema): FormField | null {
  const base = {
    name,
    title: text(property.title) || spaced(name),
    description: text(property.description),
    group: text(property.group) || null,
  }
  const options = readOptions(property)
  if (options) {
    const given = asRecord(property.labels)
    const labels = Object.fromEntries(options.map((option) => [option, text(given[option]) || spaced(option)]))
    return { ...base, kind: 'choice', options, labels, default: typeof property.default === 'string' ? property.default : null }
  }
  switch (property.type) {
    case 'number':
    case 'integer':
      return {
        ...base,
        kind: 'number',
        integer: property.type === 'integer',
        unit: text(property.unit),
        min: bound(property.exclusiveMinimum) ?? bound(property.minimum),
        max: bound(property.exclusiveMaximum) ?? bound(property.maximum),
        minExclusive: bound(property.exclusiveMinimum) !== null,
        maxExclusive: bound(property.exclusiveMaximum) !== null,
        step: numeric(property.multipleOf) ?? numeric(property.step),
        scale: property.scale === 'log' ? 'log' : 'linear',
        default: numeric(property.default),
      }
    case 'boolean':
      return { ...base, kind: 'switch', default: typeof property.default === 'boolean' ? property.default : null }
    case 'string':
      return { ...base, kind: 'text', default: typeof property.default === 'string' ? property.default : null }
    default:
      return null
  }
}

function readOptions(property: JsonSchema): readonly string[] | null {
  const list = Array.isArray(property.enum)
    ? property.enum
    : Array.isArray(property.anyOf)
      ? property.anyOf.map((one) => asRecord(one).const)
      : []
  return list.length > 0 && list.every((one) => typeof one === 'string') ? list : null
}

function asRecord(value: unknown): JsonSchema {
  return typeof value === 'object' && value !== null ? (value as JsonSchema) : {}
}
function numeric(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
/** JSON Schema of a safe integer carries its limits as bounds; those tell a reader nothing. */
function bound(value: unknown): number | null {
  const number = numeric(value)
  return number === null || Math.abs(number) >= Number.MAX_SAFE_INTEGER ? null : number
}
function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
/** `lambdaMax` → `Lambda max`, `inverse-decay` → `Inverse decay`. */
function spaced(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/(?<=\w)[-_](?=\w)/g, ' ')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
