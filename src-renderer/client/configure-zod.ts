/** Makes zod parse without generated code, which the page's content security policy forbids. Import before any schema. */
import { z } from 'zod'

z.config({ jitless: true })
