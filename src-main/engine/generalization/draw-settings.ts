/** Settings of methods drawn at random within the ranges that their parameters declare, as DomainBed's random search does. */
import type { Overrides } from '@shared/domain/run'
import { z } from 'zod'
import type { MethodDefinition } from '../methods/method'
import { createRandom } from '../nn/random'

/** `.meta({ draw })` of a parameter: the range that settings are drawn from. */
const Drawn = z.object({ draw: z.object({ from: z.number(), to: z.number(), scale: z.enum(['linear', 'log']) }) })

/**
 * Setting 0 is none: the defaults, or what the user has given. Others are a function of their number and of the parameter's name, so
 * that a parameter that methods share is drawn once for all of them. Four significant digits.
 */
export function drawSettings(methods: readonly MethodDefinition[], hyperSeed: number): Overrides {
  if (hyperSeed === 0) return {}
  const random = createRandom(`settings/${hyperSeed}`)
  const properties = methods.flatMap(({ params }) => Object.entries(z.toJSONSchema(params, { io: 'input' }).properties ?? {}))
  return Object.fromEntries(
    properties.flatMap(([name, property]): [string, number][] => {
      const declared = Drawn.safeParse(property)
      if (!declared.success) return []
      const { from, to, scale } = declared.data.draw
      const part = random.fork(name).uniform()
      return [[name, Number((scale === 'log' ? from * (to / from) ** part : from + (to - from) * part).toPrecision(4))]]
    }),
  )
}
