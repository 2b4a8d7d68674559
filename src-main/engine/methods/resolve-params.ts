/** From overrides given as text or values (`--set`, the form) to the typed parameters of methods, backbones and data. */
import { AppError } from '@shared/contract/failure'
import type { Overrides } from '@shared/domain/run'
import { z } from 'zod'
import { nearestName } from './nearest-name'

interface Property {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly minimum?: number
  readonly maximum?: number
}

/**
 * Routes every override to each schema that knows its key and parses it there: one resolved object a schema, in order,
 * defaults filled in.
 * @throws AppError `invalid-input` on a key known to no schema (it lists the known keys and the nearest) or a value out of range.
 */
export function splitOverrides(overrides: Overrides, schemas: readonly z.ZodType[], field = 'settings'): unknown[] {
  const properties = schemas.map(propertiesOf)
  const known = [...new Set(properties.flatMap((one) => Object.keys(one)))].sort()
  for (const key of Object.keys(overrides)) {
    if (!known.includes(key)) throw unknownKey(key, known, field)
  }
  return schemas.map((schema, index) => parse(schema, properties[index], overrides, field))
}

/**
 * Parses the overrides of one schema: "0.5" becomes a number and "true" a boolean where the schema wants one.
 * @throws AppError `invalid-input` as `splitOverrides` does; its field is `field` and the key, joined by a dot.
 */
export function resolveParams<P extends z.ZodType>(schema: P, overrides: Overrides, field = 'settings'): z.output<P> {
  return splitOverrides(overrides, [schema], field)[0] as z.output<P>
}

/** Names of everything that a schema can be given. */
export function knownNames(schema: z.ZodType): string[] {
  return Object.keys(propertiesOf(schema))
}

function propertiesOf(schema: z.ZodType): Readonly<Record<string, Property>> {
  const { properties } = z.toJSONSchema(schema, { io: 'input' })
  return (properties ?? {}) as Readonly<Record<string, Property>>
}

function parse(schema: z.ZodType, properties: Readonly<Record<string, Property>>, overrides: Overrides, field: string): unknown {
  const own = Object.entries(overrides).filter(([key]) => Object.hasOwn(properties, key))
  const result = schema.safeParse(Object.fromEntries(own.map(([key, value]) => [key, coerce(value, properties[key])])))
  if (result.success) return result.data
  const [issue] = result.error.issues
  const key = String(issue.path[0] ?? '')
  const property = properties[key]
  const hint = property === undefined ? issue.message : `Give ${describeAllowed(property)}.`
  throw new AppError('invalid-input', `${key} cannot be "${overrides[key]}".`, hint, `${field}.${key}`)
}

/** Text to the type the schema asks for; text that does not fit stays as it is, for the schema to refuse. */
function coerce(value: string | number | boolean, property: Property): unknown {
  if (typeof value !== 'string') return value
  const text = value.trim()
  if (property.type === 'number' || property.type === 'integer') return text === '' || Number.isNaN(Number(text)) ? value : Number(text)
  if (property.type === 'boolean') return text === 'true' ? true : text === 'false' ? false : value
  return text
}

function describeAllowed({ type, enum: choices, minimum, maximum }: Property): string {
  if (choices !== undefined) return `one of: ${choices.join(', ')}`
  if (type === 'boolean') return 'true or false'
  if (type !== 'number' && type !== 'integer') return `a value of type ${type ?? 'text'}`
  const kind = type === 'integer' ? 'a whole number' : 'a number'
  const from = minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? '' : ` from ${minimum}`
  const to = maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? '' : ` up to ${maximum}`
  return `${kind}${from}${to}`
}

function unknownKey(key: string, known: readonly string[], field: string): AppError {
  const nearest = nearestName(key, known)
  const meant = nearest === null ? '' : `Did you mean ${nearest}? `
  const list = known.length === 0 ? 'Nothing can be set here.' : `Known: ${known.join(', ')}.`
  return new AppError('invalid-input', `There is no setting named "${key}".`, `${meant}${list}`, `${field}.${key}`)
}
