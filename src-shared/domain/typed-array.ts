/** Typed arrays in records: checked by class, whatever kind of buffer lies behind them. */
import { z } from 'zod'

type Constructor<T> = abstract new (...values: never[]) => T

export function typedArray<T>(type: Constructor<T>): z.ZodType<T> {
  return z.custom<T>((value) => value instanceof type, `expected a ${type.name}`)
}
