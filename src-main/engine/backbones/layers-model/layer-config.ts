/** Typed reading of a layer's settings, with the layer's name in what is said about a wrong one. */
import { z } from 'zod'
import { type LayerDescription, UnreadableTopology } from './model-topology'

const Pair = z.union([z.number().int(), z.tuple([z.number().int(), z.number().int()])])

/** Settings of a layer by name; each getter refuses a value of another kind. */
export interface LayerConfig {
  readonly layer: LayerDescription
  number(name: string, usual: number): number
  flag(name: string, usual: boolean): boolean
  text(name: string, usual: string): string
  /** A whole number, or two, for height and width. */
  pair(name: string, usual: number): [number, number]
  /** @throws UnreadableTopology when the setting is there and is none of `allowed`. */
  oneOf<T extends string>(name: string, allowed: readonly T[], usual: T): T
}

export function configOf(layer: LayerDescription): LayerConfig {
  const read = <T>(name: string, schema: z.ZodType<T>, usual: T): T => {
    const value = layer.config[name]
    if (value === undefined || value === null) return usual
    const parsed = schema.safeParse(value)
    if (parsed.success) return parsed.data
    throw new UnreadableTopology(`the setting ${name} of its layer ${layer.name} is ${JSON.stringify(value)}`)
  }
  return {
    layer,
    number: (name, usual) => read(name, z.number(), usual),
    flag: (name, usual) => read(name, z.boolean(), usual),
    text: (name, usual) => read(name, z.string(), usual),
    pair(name, usual) {
      const value = read(name, Pair, usual)
      return typeof value === 'number' ? [value, value] : [value[0], value[1]]
    },
    oneOf: (name, allowed, usual) => read(name, z.enum(allowed as [typeof usual, ...(typeof usual)[]]), usual),
  }
}
