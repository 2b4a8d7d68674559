/** Turns whatever was thrown while serving a call into a failure the caller can show, logging what only the log should know. */
import type { z } from 'zod'
import { AppError, type Failure } from '../contract/failure'

/** Writes one entry of a log; entries may span several lines (stacks). */
export type Log = (entry: string) => void

/** The failure of input that does not fit its schema: names the first field at fault. */
export function describeInvalidInput(command: string, error: z.ZodError): AppError {
  const field = firstField(error)
  const reason = describeIssue(error)
  return new AppError('invalid-input', `The request "${command}" was refused. ${reason}.`, 'Correct this value and try again.', field)
}

/** One line for the log: every issue with its path. */
export function describeIssues(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || '(whole value)'}: ${issue.message}`).join('; ')
}

/** An AppError passes as it is; an aborted call is `cancelled`; anything else is logged under a report id and becomes `internal`. */
export function toFailure(error: unknown, context: { readonly command: string; readonly signal: AbortSignal; readonly log: Log }): Failure {
  if (error instanceof AppError) return error.toFailure()
  if (context.signal.aborted) return cancelled(context.command).toFailure()
  return reportInternal(context.command, describeError(error), context.log)
}

/** Logs `detail` under a fresh report id and returns the failure that quotes the id. */
export function reportInternal(command: string, detail: string, log: Log): Failure {
  const reportId = createReportId()
  log(`report ${reportId}: "${command}" failed unexpectedly\n${detail}`)
  return {
    code: 'internal',
    message: `"${command}" stopped on an unexpected error (report id ${reportId}).`,
    hint: 'Try again. If it happens again, the log has the details under this report id.',
    reportId,
  }
}

/** For the log: the stack where there is one. */
export function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

export function cancelled(command: string): AppError {
  return new AppError('cancelled', `"${command}" was cancelled.`, 'Start it again when you want it.')
}

function firstField(error: z.ZodError): string | undefined {
  const issue = error.issues[0]
  if (issue?.code === 'unrecognized_keys') return [...issue.path, issue.keys[0]].join('.')
  return issue === undefined || issue.path.length === 0 ? undefined : issue.path.join('.')
}

function describeIssue(error: z.ZodError): string {
  const issue = error.issues[0]
  if (issue === undefined) return 'Its input is not valid'
  return issue.path.length === 0 ? issue.message : `${issue.path.join('.')}: ${issue.message}`
}

/** Four hexadecimal digits: short enough to read out, distinct enough within one log. */
function createReportId(): string {
  return crypto.getRandomValues(new Uint16Array(1))[0].toString(16).padStart(4, '0')
}
