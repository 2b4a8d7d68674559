/** What can go wrong for a user, in words: one error class, one result type, the same on both sides of a port. */
import { z } from 'zod'

export const FailureCode = z.enum([
  'invalid-input',
  'not-found',
  'busy',
  'cancelled',
  'out-of-memory',
  'no-space',
  'engine-crashed',
  'internal',
])
export type FailureCode = z.infer<typeof FailureCode>

/** `message`: what happened and why. `hint`: what to do about it. `field`: the flag, file or field at fault. `reportId`: where the log has more. */
export const Failure = z.object({
  code: FailureCode,
  message: z.string(),
  hint: z.string(),
  field: z.string().optional(),
  reportId: z.string().optional(),
})
export type Failure = z.infer<typeof Failure>

/** An error a user can meet and act on. Anything else that is thrown becomes `internal`. */
export class AppError extends Error {
  override readonly name = 'AppError'
  constructor(
    readonly code: FailureCode,
    message: string,
    readonly hint: string,
    readonly field?: string,
    readonly reportId?: string,
  ) {
    super(message)
  }

  static from(failure: Failure): AppError {
    return new AppError(failure.code, failure.message, failure.hint, failure.field, failure.reportId)
  }

  toFailure(): Failure {
    return {
      code: this.code,
      message: this.message,
      hint: this.hint,
      ...(this.field === undefined ? {} : { field: this.field }),
      ...(this.reportId === undefined ? {} : { reportId: this.reportId }),
    }
  }
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure }
