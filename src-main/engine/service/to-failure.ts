/** Turns whatever a run threw into a failure a user can act on; unknown errors are logged under an id. */
import { randomBytes } from 'node:crypto'
import { AppError, type Failure } from '@shared/contract/failure'
import type { RunRequest } from '@shared/domain/run'

export function toFailure(error: unknown, request: Pick<RunRequest, 'batch'>, log: (line: string) => void): Failure {
  if (error instanceof AppError) return error.toFailure()
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  if (/\bOOM\b|out of memory|ResourceExhausted|failed to allocate|allocation failed/i.test(message)) {
    return {
      code: 'out-of-memory',
      message: `Out of memory at batch ${request.batch}. The run stopped at its last checkpoint.`,
      hint: `Train again with batch ${Math.max(2, Math.floor(request.batch / 2))}.`,
      field: 'batch',
    }
  }
  if ((error as NodeJS.ErrnoException).code === 'ENOSPC') {
    return { code: 'no-space', message: 'The disk is full. The run stopped at its last checkpoint.', hint: 'Free some space and resume.' }
  }
  const reportId = randomBytes(4).toString('hex')
  log(`[${reportId}] ${stack ?? message}`)
  return {
    code: 'internal',
    message: `The run stopped on an unexpected error: ${message}.`,
    hint: `Resume from its last checkpoint. The log has more under ${reportId}.`,
    reportId,
  }
}
