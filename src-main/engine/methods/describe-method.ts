/** A method's entry in lists: everything but its code, with the parameters as JSON Schema. */
import type { MethodInfo } from '@shared/domain/method'
import { z } from 'zod'

type Described = Omit<MethodInfo, 'params'> & { readonly params: z.ZodType }

/** `params` as JSON Schema of what may be given. */
export function describeMethod({ id, label, family, summary, needs, paper, params }: Described): MethodInfo {
  return { id, label, family, summary, needs, paper, params: z.toJSONSchema(params, { io: 'input' }) }
}
