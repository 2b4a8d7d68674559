/** Whether work is compiled. */
import { z } from 'zod'

/** `auto` falls back to running op by op with a note; `on` fails where the work cannot be compiled; `off` never compiles. */
export const CompileMode = z.enum(['auto', 'on', 'off'])
export type CompileMode = z.infer<typeof CompileMode>
