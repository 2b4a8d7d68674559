/** Turns whatever a call rejected with into words that can be shown. */
import { AppError, type Failure } from '@shared/contract/failure'

export function toFailure(error: unknown): Failure {
  if (error instanceof AppError) return error.toFailure()
  return {
    code: 'internal',
    message: error instanceof Error && error.message ? error.message : 'The action failed for an unknown reason.',
    hint: 'Try again. If it returns, restart the engine from the command palette.',
  }
}
